"""The crafts of film and television, and what people in each of them say of themselves."""

import dataclasses


@dataclasses.dataclass(frozen=True, kw_only=True)
class Craft:
    """One department. `senior` and `junior` are roles; `proud` is work done, `hopes` is work wanted."""

    department: str
    senior: tuple[str, ...]
    junior: tuple[str, ...]
    skills: tuple[str, ...]
    proud: tuple[str, ...]
    hopes: tuple[str, ...]
    puzzles: tuple[str, ...]


CRAFTS: tuple[Craft, ...] = (
    Craft(
        department="Production",
        senior=("Line producer", "Producer", "Production manager", "Head of production"),
        junior=(
            "Production coordinator",
            "Assistant production manager",
            "Production secretary",
            "Production runner",
        ),
        skills=("Budgeting", "Scheduling", "Crewing", "Union agreements", "Cost reports", "Risk assessment"),
        proud=(
            "brought a six-part harbor drama in under budget after losing nine days to storms",
            "line produced two seasons of a village police series",
            "ran a 140-person unit across three islands with one ferry a day",
            "rebuilt a schedule overnight when our lead broke a wrist",
        ),
        hopes=(
            "to line produce a small drama within three years",
            "to run a budget from first draft to lock",
            "to step up from coordinator to production manager",
            "to read a cost report without asking anyone what the columns mean",
        ),
        puzzles=(
            "how a first line-producing credit really comes about",
            "what to say when a department head asks for money that is not there",
            "how to price a night shoot before the script is final",
        ),
    ),
    Craft(
        department="Assistant directing",
        senior=("First assistant director", "Series director", "First assistant director, second unit"),
        junior=("Second assistant director", "Third assistant director", "Floor runner", "Crowd second"),
        skills=(
            "Scheduling",
            "Running a floor",
            "Crowd work",
            "Call sheets",
            "Health and safety",
            "Working with children",
        ),
        proud=(
            "ran the floor for a wedding scene with 300 extras and four goats",
            "took a children’s series through two summers without one hour of overtime",
            "broke down and scheduled eleven hours of drama",
        ),
        hopes=(
            "to move from third to second on a drama",
            "to run a floor without raising my voice",
            "to learn how a schedule survives its first wet day",
        ),
        puzzles=(
            "how to tell a director that the light has gone",
            "when to step up and when one more season as a third is wiser",
            "how firsts find crew that they can trust",
        ),
    ),
    Craft(
        department="Directing",
        senior=("Series director", "Director", "Lead director"),
        junior=(
            "Short-film director",
            "Director’s assistant",
            "Shadow director",
            "Theater director moving to screen",
        ),
        skills=(
            "Working with actors",
            "Shot planning",
            "Pitching",
            "Script breakdown",
            "Directing multi-camera",
            "Prep",
        ),
        proud=(
            "directed nine hours of returning drama and two single films",
            "made a debut feature for less than the price of a family car",
            "cast a whole school play out of a fishing village",
        ),
        hopes=(
            "to get a first hour of television",
            "to move from shorts that travel to work that pays",
            "to prepare so well that the set can be playful",
        ),
        puzzles=(
            "how anybody gets a first episode",
            "what to ask of a cinematographer who has ten times my hours",
            "how to keep a performance alive in the ninth take",
        ),
    ),
    Craft(
        department="Camera and grip",
        senior=("Director of photography", "Camera operator", "Key grip", "Gaffer"),
        junior=("Camera trainee", "Focus puller", "Grip trainee", "Runner, camera", "Lighting trainee"),
        skills=("Lighting", "Lens choice", "Rigging", "Focus pulling", "Data handling", "Working at height"),
        proud=(
            "lit a whole night market with what we could carry",
            "operated on three seasons of a hospital series, most of it on the shoulder",
            "rigged a crane on a lifeboat slipway and slept well afterwards",
        ),
        hopes=(
            "to pull focus on a drama by next year",
            "to light faces instead of rooms",
            "to build a reel that looks like one person made it",
        ),
        puzzles=(
            "how to go from trainee to being asked for by name",
            "when to buy kit and when to rent",
            "how to ask a gaffer for less",
        ),
    ),
    Craft(
        department="Sound",
        senior=("Re-recording mixer", "Production sound mixer", "Supervising sound editor"),
        junior=("Dubbing assistant", "Sound trainee", "Assistant sound editor", "Boom operator"),
        skills=(
            "Dialogue editing",
            "Location recording",
            "Mixing",
            "Sound design",
            "Wireless planning",
            "Deliverables",
        ),
        proud=(
            "mixed forty hours of drama in the same small room with the same kettle",
            "recorded a choir in a moving train, in tune",
            "saved a whole reel of dialogue that everybody had given up",
        ),
        hopes=(
            "to assist on a feature mix from start to delivery",
            "to cut dialogue that nobody notices",
            "to own a sound, not only fix one",
        ),
        puzzles=(
            "how to get out of the machine room and into the mix",
            "what directors mean when they say warmer",
            "how to price a mix for friends",
        ),
    ),
    Craft(
        department="Editing",
        senior=("Editor", "Lead editor", "Editor, documentary"),
        junior=("Assistant editor", "Edit assistant", "Junior editor", "Trainee editor"),
        skills=(
            "Story structure",
            "Cutting dialogue",
            "Managing an edit room",
            "Working with directors",
            "Sound in the edit",
            "Reviews",
        ),
        proud=(
            "cut the last season of a series that my mother actually watched",
            "found a film in two hundred hours of a farmer who did not like to talk",
            "edited seven first features, four of which got a second",
        ),
        hopes=(
            "to cut a scene that stays in",
            "to move from assembling to editing",
            "to be in the room when the story changes",
        ),
        puzzles=(
            "how to show initiative with an editor who likes things her way",
            "when a cut is done",
            "how long to stay an assistant",
        ),
    ),
    Craft(
        department="Script and development",
        senior=("Head of development", "Script editor", "Lead writer", "Story producer"),
        junior=("Junior script editor", "Script reader", "Writers’ room assistant", "Development researcher"),
        skills=(
            "Story structure",
            "Giving notes",
            "Pitching",
            "Series bibles",
            "Adaptation",
            "Working with writers",
        ),
        proud=(
            "developed a slate of nine series, three of which you may have seen",
            "script edited forty episodes and kept the writers speaking to each other",
            "turned a shelf of unread novels into two commissions",
        ),
        hopes=(
            "to give notes that a writer can use",
            "to have a slate of my own",
            "to hear a pitch and know within a minute",
        ),
        puzzles=(
            "how to say that the second act is the problem",
            "what a commissioner reads first",
            "how script editors become producers",
        ),
    ),
    Craft(
        department="Art department",
        senior=("Production designer", "Supervising art director", "Set decorator"),
        junior=("Art department assistant", "Standby art director", "Graphics assistant", "Props trainee"),
        skills=(
            "Concept drawing",
            "Set budgets",
            "Construction drawings",
            "Period research",
            "Graphics",
            "Props",
        ),
        proud=(
            "built a 1911 telegraph office inside a cold store",
            "designed two seasons on a budget that would not furnish a flat",
            "dressed a street so that people asked when the baker would open",
        ),
        hopes=(
            "to draw sets that get built",
            "to art direct a short with a crew of its own",
            "to learn to spend money where the camera looks",
        ),
        puzzles=(
            "how to defend a set in a budget meeting",
            "how to get from graphics into art directing",
            "what to keep in a portfolio",
        ),
    ),
    Craft(
        department="Costume",
        senior=("Costume designer", "Costume supervisor", "Head of costume workroom"),
        junior=("Costume trainee", "Costume assistant", "Junior cutter", "Dyer and breakdown assistant"),
        skills=(
            "Cutting and fitting",
            "Period costume",
            "Breakdown",
            "Continuity",
            "Costume budgets",
            "Fittings with actors",
        ),
        proud=(
            "dressed 400 people for a market day in 1780, and undressed them by six",
            "designed three contemporary series where nobody noticed the clothes, as intended",
            "ran a workroom of twelve through two winters",
        ),
        hopes=(
            "to supervise a small production",
            "to learn fittings from someone actors trust",
            "to make a costume plot that survives the edit",
        ),
        puzzles=(
            "how to fit an actor who is afraid of mirrors",
            "how to move from workroom to set",
            "what a costume budget forgets",
        ),
    ),
    Craft(
        department="Visual effects",
        senior=("VFX supervisor", "Compositing lead", "VFX producer"),
        junior=("Junior compositor", "VFX runner", "Matchmove artist", "VFX coordinator"),
        skills=("Compositing", "On-set supervision", "Bidding shots", "Pipeline", "Tracking", "Reviews"),
        proud=(
            "added a sea to a car park",
            "supervised 600 shots on a series with eleven weeks of post",
            "wrote the tool that our night shift still thanks me for",
        ),
        hopes=(
            "to supervise a small sequence on set",
            "to bid a shot and be right",
            "to composite faces, not only screens",
        ),
        puzzles=(
            "how to get from the box to the set",
            "whether to specialize",
            "how to talk about overtime",
        ),
    ),
    Craft(
        department="Locations",
        senior=("Location manager", "Supervising location manager"),
        junior=("Location assistant", "Unit assistant", "Location scout", "Assistant location manager"),
        skills=(
            "Permits",
            "Scouting",
            "Neighbor relations",
            "Unit base planning",
            "Location budgets",
            "Risk assessment",
        ),
        proud=(
            "closed a bridge for eleven minutes, eleven times",
            "found a lighthouse that everyone said was not there",
            "kept a whole street on our side through five night shoots",
        ),
        hopes=(
            "to run a unit base on my own",
            "to budget locations, not only find them",
            "to become the person councils like to hear from",
        ),
        puzzles=(
            "what to put in a first letter to the neighbors",
            "how to say no to a director who has fallen in love with a roof",
            "how location managers move into production",
        ),
    ),
    Craft(
        department="Documentary",
        senior=("Documentary producer", "Documentary director", "Archive producer"),
        junior=(
            "Researcher",
            "Assistant producer, documentary",
            "Archive researcher",
            "Self-shooting researcher",
        ),
        skills=(
            "Access",
            "Interviewing",
            "Archive research",
            "Consent and care",
            "Funding applications",
            "Self-shooting",
        ),
        proud=(
            "made a film about one bus route that played in thirty countries",
            "spent three years with a mountain rescue team and still get their postcards",
            "found the only moving picture of a village that is now a lake",
        ),
        hopes=(
            "to make a first half hour of my own",
            "to learn to ask the second question",
            "to put a funding application together that sounds like me",
        ),
        puzzles=(
            "how to keep faith with people after the film is out",
            "where money for a second film comes from",
            "how to tell a story when nothing happens",
        ),
    ),
    Craft(
        department="Post-production",
        senior=("Post supervisor", "Head of post", "Colorist"),
        junior=("Post coordinator", "Post runner", "Assistant colorist", "Delivery assistant"),
        skills=(
            "Post schedules",
            "Deliverables",
            "Color grading",
            "Post budgets",
            "Online editing",
            "Reviews",
        ),
        proud=(
            "delivered a series to five broadcasters with five opinions about black",
            "graded a film that was shot in one long dusk",
            "have never missed a delivery date, though one was close",
        ),
        hopes=(
            "to run a post schedule from picture lock to delivery",
            "to grade something of an hour or longer",
            "to understand what delivery really costs",
        ),
        puzzles=(
            "how to speak up in a grade",
            "what belongs in a delivery schedule that nobody tells you",
            "how to go from coordinator to supervisor",
        ),
    ),
)

BY_DEPARTMENT = {craft.department: craft for craft in CRAFTS}

EMPLOYERS = (
    "Tidewater Pictures", "Saltmarsh Television", "Channel North", "Foxglove", "Lantern & Low Films",
    "Pennywhistle Drama", "Harbor Lights Post", "Copper Road Sound", "Northlight Effects", "Longacre Documentary",
    "Marlowe & Kin", "Brightwater Costume House", "Ninth Street Stages", "Quarry Films",
)  # fmt: skip
