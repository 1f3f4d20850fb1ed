"""People who do not exist, from many places. Each line: name, pronouns where they say them."""

FIRST_CAST = (
    # name, pronouns, role, department, employer, place
    ("Ingrid Halvorsen", "she/her", "Line producer", "Production", "", "Bristol"),
    ("Catrin Pugh", "she/her", "Line producer", "Production", "Foxglove", "Cardiff"),
    ("Gareth Ashdown", "he/him", "Re-recording mixer", "Sound", "Copper Road Sound", "Bristol"),
    ("Pia Lindqvist", "she/her", "Director of photography", "Camera and grip", "", "Stockholm"),
    ("Noor Haddad", "she/her", "Post supervisor", "Post-production", "Harbor Lights Post", "London"),
    (
        "Anselm Boateng",
        "he/him",
        "Head of development",
        "Script and development",
        "Lantern & Low Films",
        "London",
    ),
    ("Marcus Whitlock", "he/him", "First assistant director", "Assistant directing", "", "Manchester"),
    ("Helena Brandt", "she/her", "Editor", "Editing", "", "Berlin"),
    ("Lucía Ferrer", "she/her", "Costume designer", "Costume", "Brightwater Costume House", "Valencia"),
    ("Sunita Rao", "she/her", "Production manager", "Production", "Quarry Films", "Leeds"),
    ("Anders Holm", "he/him", "Series director", "Directing", "", "Oslo"),
    ("Desmond Oyelaran", "he/him", "Producer", "Production", "Tidewater Pictures", "London"),
    ("Magnus Ek", "he/him", "Key grip", "Camera and grip", "", "Stockholm"),
    ("Bea Thornley", "she/her", "Production designer", "Art department", "Channel North", "Glasgow"),
    ("Nell Farrant", "she/her", "Archive producer", "Documentary", "Longacre Documentary", "Belfast"),
    ("Tomasz Wilk", "he/him", "VFX supervisor", "Visual effects", "Northlight Effects", "Warsaw"),
)

FIRST_MENTEES = (
    ("Amara Nwosu", "she/her", "Production coordinator", "Production", "Pennywhistle Drama", "Bristol"),
    ("Bronwyn Teague", "she/her", "Assistant production manager", "Production", "", "Cardiff"),
    ("Callum Strachan", "he/him", "Dubbing assistant", "Sound", "Harbor Lights Post", "Glasgow"),
    ("Ellis Barraclough", "they/them", "Runner, camera", "Camera and grip", "", "Leeds"),
    ("Fatou Diallo", "she/her", "Edit assistant", "Post-production", "", "Dakar"),
    ("Hana Sato", "she/her", "Junior script editor", "Script and development", "Marlowe & Kin", "London"),
    ("Jo Fairweather", "they/them", "Second assistant director", "Assistant directing", "", "Manchester"),
    ("Leïla Mansouri", "she/her", "Assistant editor", "Editing", "Quarry Films", "Beirut"),
    ("Mei-Lin Chow", "she/her", "Costume trainee", "Costume", "Ninth Street Stages", "London"),
    ("Oskar Nyberg", "he/him", "Location manager", "Locations", "", "Stockholm"),
    ("Ravi Chandran", "he/him", "Short-film director", "Directing", "", "Mumbai"),
    ("Tom Kessler", "he/him", "Third assistant director", "Assistant directing", "", "London"),
    ("Wren Addison", "they/them", "Grip trainee", "Camera and grip", "", "Bristol"),
    ("Zadie Coombes", "she/her", "Researcher", "Documentary", "Saltmarsh Television", "London"),
    ("Saoirse Kemp", "she/her", "Archive researcher", "Documentary", "", "Belfast"),
    ("Idris Calloway", "he/him", "Matchmove artist", "Visual effects", "Foxglove", "Cardiff"),
)

# Pairs of the cohort that is under way, by place in the two lists above.
FIRST_PAIRS = (
    (0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, 10), (11, 11), (12, 12),
    (13, 13), (14, 14), (15, 15),
)  # fmt: skip

NAMES = (
    "Ngozi Adeyemi|she/her", "Siobhán O’Rourke|she/her", "Łukasz Wiśniewski|he/him", "Đặng Thu Hà|she/her",
    "Yuki Tanaka|", "Matteo Ricci-Valenti|he/him", "Priya Venkataraman|she/her", "Omar Khoury|he/him",
    "Freja Sørensen|she/her", "Kwame Asante|he/him", "Zsófia Németh|she/her", "Tāne Parata|he/him",
    "Chiara Bellomo|she/her", "Ivo Petrov|he/him", "Adwoa Mensah|she/her", "Jean-Baptiste Moreau|he/him",
    "Soraya Rahimi|she/her", "Duarte Figueiredo|he/him", "Maja Kowalczyk|she/her", "Rhys Llewelyn|he/him",
    "Ayşe Yıldız|she/her", "Ximena Cárdenas|she/her", "Bilal Hussain|he/him", "Anaïs Lefèvre|she/her",
    "Nikhil Deshpande|he/him", "Wulandari|she/her", "Sione Taufa|he/him", "Eilidh MacKinnon|she/her",
    "Tenzin Gurung|", "Marisol Quispe|she/her", "Jakub Novák|he/him", "Thandiwe Dlamini|she/her",
    "Henrik Aaltonen|he/him", "Rosa Delgado Peña|she/her", "Mohamed el-Amin|he/him", "Keiko Matsuda|she/her",
    "Gwen Hargreaves|they/them", "Arash Farahani|he/him", "Niamh Ó Briain|she/her", "Samuel Getachew|he/him",
    "Linnea Bergström|she/her", "Farida Karimova|she/her", "Cormac Dunne|he/him", "Iolanda Sousa|she/her",
    "Park Ji-woo|", "Ousmane Traoré|he/him", "Beatriz Antunes|she/her", "Dmytro Kovalenko|he/him",
    "Hinemoa Walker|she/her", "Pavel Dvořák|he/him", "Shreya Banerjee|she/her", "Luca Zanetti|he/him",
    "Alasdair Munro|he/him", "Mwajuma Otieno|she/her", "Sofía Iturralde|she/her", "Viktor Lundgren|he/him",
    "Rania Saleh|she/her", "Emeka Obi|he/him", "Grace Liu|she/her", "Tobias Achterberg|he/him",
    "Nokomis Redbird|they/them", "Kavita Menon|she/her", "Aleksandr Ivanović|he/him", "Yasmin Benali|she/her",
    "Ruaridh Sinclair|he/him", "Isla Penhaligon|she/her", "Nguyễn Minh Khôi|he/him", "Petra Vukić|she/her",
    "Chidi Eze|he/him", "Aroha Ngata|she/her", "Théo Marchand|he/him", "Dalia Abramov|she/her",
    "Kofi Amoah|he/him", "Ines Baptista|she/her", "Mirela Ionescu|she/her", "Jonas Weidemann|he/him",
    "Sunniva Dahl|she/her", "Rafael Montoya|he/him", "Bethan Prosser|she/her", "Haruto Kimura|he/him",
    "Abena Owusu|she/her", "Gintarė Kazlauskaitė|she/her", "Malik Freeman|he/him", "Orla Byrne|she/her",
    "Santiago Ferreyra|he/him", "Tuuli Mäkinen|she/her", "Vikram Sethi|he/him", "Noa Ben-David|they/them",
    "Camille Dufour|she/her", "Peadar Gallagher|he/him", "Leilani Kahale|she/her", "Stefan Georgiev|he/him",
    "Zainab Yusuf|she/her", "Andrzej Lis|he/him", "Mirembe Nakato|she/her", "Florian Hauser|he/him",
    "Alba Serrat|she/her", "Hugo Delacroix|he/him", "Nadia Chernova|she/her", "Tomos Gwynne|he/him",
)  # fmt: skip

PLACES: tuple[tuple[str, str, str], ...] = (
    # place, time zone, a language spoken there beside English
    ("London", "Europe/London", ""), ("Bristol", "Europe/London", ""), ("Cardiff", "Europe/London", "Welsh"),
    ("Glasgow", "Europe/London", ""), ("Belfast", "Europe/London", ""), ("Manchester", "Europe/London", ""),
    ("Leeds", "Europe/London", ""), ("Dublin", "Europe/Dublin", "Irish"), ("Berlin", "Europe/Berlin", "German"),
    ("Oslo", "Europe/Oslo", "Norwegian"), ("Stockholm", "Europe/Stockholm", "Swedish"),
    ("Warsaw", "Europe/Warsaw", "Polish"), ("Valencia", "Europe/Madrid", "Spanish"),
    ("Lagos", "Africa/Lagos", "Yoruba"), ("Accra", "Africa/Accra", "Akan"), ("Dakar", "Africa/Dakar", "French"),
    ("Beirut", "Asia/Beirut", "Arabic"), ("Mumbai", "Asia/Kolkata", "Hindi"), ("Nairobi", "Africa/Nairobi", "Swahili"),
    ("Toronto", "America/Toronto", "French"), ("Los Angeles", "America/Los_Angeles", "Spanish"),
    ("São Paulo", "America/Sao_Paulo", "Portuguese"), ("Seoul", "Asia/Seoul", "Korean"),
    ("Wellington", "Pacific/Auckland", "Māori"),
)  # fmt: skip
ODD_PLACES: tuple[tuple[str, str, str], ...] = (
    ("Kathmandu", "Asia/Kathmandu", "Nepali"), ("St John’s", "America/St_Johns", ""),
    ("Lord Howe Island", "Australia/Lord_Howe", ""), ("Chatham Islands", "Pacific/Chatham", "Māori"),
)  # fmt: skip
ZONES = {place: (zone, language) for place, zone, language in (*PLACES, *ODD_PLACES)}
