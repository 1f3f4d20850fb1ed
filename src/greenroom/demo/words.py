"""Phrases that people in the demo write with. Each is put together from a few halves, so that no two read alike."""

STORY_SENIOR = (
    "I came up through the floor and never quite left it. I {proud}.",
    "Kestrel Lane taught me to listen before I speak. Since then I {proud}.",
    "I started as a runner on a soap and stayed in the trade. Along the way I {proud}.",
    "I had two mentors when I began and I still ring one of them. I {proud}.",
    "I left law for a job making tea on a set and have not looked back. I {proud}.",
    "Most of what I know I learned by getting it wrong once. I {proud}.",
    "I trained in theater and came to the screen late. I {proud}.",
    "My first job was driving the camera van. Twenty jobs later I {proud}.",
)
STORY_JUNIOR = (
    "I graduated from Kestrel Lane and have been working ever since, mostly on short contracts. I want {hopes}.",
    "I left teaching for this and am starting again at the bottom, gladly. I want {hopes}.",
    "I have worked on four series and learned something different on each. I want {hopes}.",
    "I grew up far from any studio and learned the trade on other people’s weekends. I want {hopes}.",
    "I moved countries for this work and am still learning who does what here. I want {hopes}.",
    "I come from a family of nurses, so nobody at home can tell me how this trade works. I want {hopes}.",
    "I took a break to raise my daughter and came back last spring. I want {hopes}.",
    "I spent three years in an office before I dared to try this. I want {hopes}.",
)
STORY_END = (
    "I swim in cold water and am bad at small talk.",
    "On Sundays I mend bicycles.",
    "I keep bees, which is good training for production meetings.",
    "I read scripts on the night bus and cry in public.",
    "I cook for eight whether or not eight people come.",
    "I have a patient dog and an impatient cat.",
    "I sing second alto in a choir that never performs.",
    "I walk a lot and answer mail on benches.",
    "",
    "",
)
HEADLINE_SENIOR = (
    "{title}, {years} years in and still curious",
    "{title} who likes first drafts and honest schedules",
    "{title}. I answer on weekdays and mean it",
    "{title}, happy to look at anything early and rough",
    "{title} with a soft spot for people who ask twice",
    "{title}, mostly returning drama",
)
HEADLINE_JUNIOR = (
    "{title}, looking for the next rung",
    "{title} who wants to understand the whole machine",
    "{title}, learning fast and asking a lot",
    "{title} with one foot on the set and one in the office",
    "{title}, ready for more than coffee runs",
    "{title} from Kestrel Lane, class of last week as it feels",
)
OFFER = (
    "I can read budgets, schedules and CVs, and say what I would have liked to hear at your stage.",
    "An hour every two weeks, straight answers, and introductions once I know your work.",
    "I am good at the awkward parts: rates, credits, and leaving a job well.",
    "I can show you how decisions are really made in {department}, and who makes them.",
    "I do not have a plan for anyone. I have questions, and time on Thursdays.",
    "I will tell you what I would do, and then help you to do what you would do.",
    "Come with something concrete: a cut, a page, a plan. We take it apart and put it back.",
    "I have hired for ten years, so I can tell you what is read and what is not.",
)
WANT = (
    "I would like to understand {puzzle}.",
    "I keep hearing that it is all about who you know. I would like to know {puzzle}.",
    "Two things: more confidence in a room of loud people, and {puzzle}.",
    "Someone who has done it and can tell me {puzzle}.",
    "A plan for the next eighteen months, and some idea {puzzle}.",
    "I have a good job and no direction. I want to find out {puzzle}.",
    "To stop apologizing when I say my rate. After that I would like to know {puzzle}.",
    "Honest feedback, early. Then I would like to work out {puzzle}.",
)
LACK = (
    "What I lack most is {skill}.",
    "I get by in everything but {skill}.",
    "Nobody has ever shown me {skill} properly.",
    "I would start with {skill}.",
    "{skill} is what I dodge, so let us begin there.",
)
WHY_NOW = (
    "My contract ends in the spring and I do not want to take the first thing that comes.",
    "I have just said yes to a step up and I am a little frightened of it.",
    "A friend did this program last year and came out taller.",
    "I have been in the same role for three seasons.",
    "I am back after a year away and the trade has moved.",
    "Because I have started to say no to things and am not sure to which.",
    "I would rather ask somebody than guess for another two years.",
)
BARRIERS = (
    "I do not drive, which rules out half the jobs I am offered.",
    "Nights. I have a small child and can only do so many.",
    "I am the only one in my team with my accent, and sometimes it shows.",
    "Nothing in particular, only that I never know when to push.",
    "Money, honestly. I cannot take unpaid prep.",
    "My English is good but slow on the phone.",
)
SHORT = (
    "Patience with my spelling, please.", "I prefer video to telephone.", "Evenings are best.",
    "Nothing else for now.", "I am often on a shoot with no signal.", "Thank you for reading all of these.",
    "I would rather meet in person once.", "Call me Gee, everyone does.",
)  # fmt: skip
REASONS_TO_DECLINE = (
    "I have just been asked to do a second unit in Malta and will be gone until spring. I would rather say no now.",
    "We worked together on a job that ended badly. It would not be fair to either of us.",
)
CLOSING_WORDS = (
    "Thank you for the Thursdays. I have the job, and the courage to ask for the next.",
    "You asked better questions than I did at your stage. Ring me when the pilot goes.",
    "I learned as much as you did. Let us have the coffee without an agenda.",
    "Thank you for reading all four drafts, even the second.",
    "It was a pleasure. The door stays open.",
    "You were right about the schedule. Both times.",
)
SCREENING_WORDS = (
    "Your application made two of us laugh and all of us think. Welcome.",
    "We liked how clearly you said what you want to learn.",
    "Good to have you back.",
    "",
    "",
)
WAITING_WORDS = (
    "There are three people in sound for every mentor this time. You are first in the list when someone new signs up.",
    "We would like to find you somebody who works in your time zone, and have nobody yet.",
)
DECLINED_WORDS = (
    "This round is for people with at least a year of paid work. Please come back next spring: we would like to read you again.",
)
AGREEMENT = {
    "purpose": (
        "By the end {mentee} has one piece of work to show that was not possible before, and knows five people who would take a call.",
        "To find out together what the next role could be, and to get within one step of it.",
        "To make {mentee} sure enough to choose, rather than to be chosen.",
    ),
    "goals": (
        "1. One finished piece in {skill}. 2. Two conversations with people outside the present company. 3. A rate, said aloud.",
        "1. Understand {skill} from first draft to last. 2. A one-page CV. 3. Three new contacts.",
        "1. Lead one thing in {skill}. 2. Say no once. 3. Write down what was learned each month.",
    ),
    "meetings": (
        "Every other Thursday at 18:30, fifty minutes, by video. {mentee} books. Whoever has to cancel offers two new dates the same day.",
        "Every two weeks for an hour, day by agreement. {mentee} sends the agenda two days ahead.",
        "Once a fortnight at lunch. If a shoot gets in the way, twenty minutes by phone instead.",
    ),
    "confidentiality": (
        "What is said here stays here, names of productions included. The exception is anything that puts somebody in danger.",
        "Between the two of us, unless we both say otherwise. Nobody quotes the other at work.",
    ),
    "boundaries": (
        "No favors with hiring. Introductions may be asked for from week 10, two at most at a time.",
        "Messages on weekdays. No reading of whole scripts overnight.",
    ),
    "ending": (
        "Either of us may end it with one sentence and no reason. We tell Maeve within the week.",
        "If two meetings in a row fall through we talk about whether to go on. Ending is no failure.",
    ),
}

FIT_WORDS = {
    1: (
        "We want different things from this. Nobody is to blame.",
        "We have not found a single evening that suits us both.",
    ),
    2: (
        "Finding a time takes longer than the call.",
        "Kind, and far from what I work on.",
    ),
    3: (
        "Good talks; I am not sure yet where they lead.",
        "We had to move half of our meetings.",
    ),
    4: (
        "It took us two meetings, and now it runs by itself.",
        "We meet easily, and that is half of it.",
    ),
    5: (
        "I leave every call with one thing to do and the wish to do it.",
        "As if we had known each other for years.",
    ),
}
