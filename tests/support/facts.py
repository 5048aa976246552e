"""What is on record about the network, and where the site must show it.

Written from the second newsletter (February 2021) and IOM Greece's page on its support, independently of the content
files: path below a language's root → words that its page must hold in Greek, and in English.
"""

MEMBERS = {
    "agios-dimitrios": ("Άγιος Δημήτριος", "Δήμος Αγίου Δημητρίου", "Αττική", "Agios Dimitrios", "Attica"),
    "athens": ("Αθήνα", "Δήμος Αθηναίων", "Αττική", "Athens", "Attica"),
    "chania": ("Χανιά", "Δήμος Χανίων", "Κρήτη", "Chania", "Crete"),
    "delta": ("Δέλτα", "Δήμος Δέλτα", "Κεντρική Μακεδονία", "Delta", "Central Macedonia"),
    "heraklion": ("Ηράκλειο", "Δήμος Ηρακλείου Κρήτης", "Κρήτη", "Heraklion", "Crete"),
    "ioannina": ("Ιωάννινα", "Δήμος Ιωαννιτών", "Ήπειρος", "Ioannina", "Epirus"),
    "kalamaria": ("Καλαμαριά", "Δήμος Καλαμαριάς", "Κεντρική Μακεδονία", "Kalamaria", "Central Macedonia"),
    "karditsa": ("Καρδίτσα", "Δήμος Καρδίτσας", "Θεσσαλία", "Karditsa", "Thessaly"),
    "katerini": ("Κατερίνη", "Δήμος Κατερίνης", "Κεντρική Μακεδονία", "Katerini", "Central Macedonia"),
    "larissa": ("Λάρισα", "Δήμος Λαρισαίων", "Θεσσαλία", "Larissa", "Thessaly"),
    "livadia": ("Λιβαδειά", "Δήμος Λεβαδέων", "Στερεά Ελλάδα", "Livadia", "Central Greece"),
    "nea-filadelfeia-nea-chalkidona": (
        "Νέα Φιλαδέλφεια – Νέα Χαλκηδόνα", "Δήμος Νέας Φιλαδέλφειας – Νέας Χαλκηδόνας", "Αττική",
        "Nea Filadelfeia – Nea Chalkidona", "Attica",
    ),
    "neapoli-sykies": (
        "Νεάπολη – Συκιές", "Δήμος Νεάπολης – Συκεών", "Κεντρική Μακεδονία", "Neapoli – Sykies", "Central Macedonia",
    ),
    "piraeus": ("Πειραιάς", "Δήμος Πειραιά", "Αττική", "Piraeus", "Attica"),
    "thessaloniki": ("Θεσσαλονίκη", "Δήμος Θεσσαλονίκης", "Κεντρική Μακεδονία", "Thessaloniki", "Central Macedonia"),
    "tilos": ("Τήλος", "Δήμος Τήλου", "Νότιο Αιγαίο", "Tilos", "South Aegean"),
    "trikala": ("Τρίκαλα", "Δήμος Τρικκαίων", "Θεσσαλία", "Trikala", "Thessaly"),
    "tripoli": ("Τρίπολη", "Δήμος Τρίπολης", "Πελοπόννησος", "Tripoli", "Peloponnese"),
}  # fmt: skip

PAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # The network
    "about/": (("2018", "Μνημόνιο", "Νοέμβριο"), ("January 2018", "Memorandum of Understanding", "November 2018")),
    "about/structure/": (("Επιτροπή Δημάρχων", "2020"), ("Committee of Mayors", "Technical Forum", "June 2020")),
    "about/support/": (("Απρίλιο του 2020", "Ύπατη Αρμοστεία"), ("April 2020", "UNHCR", "Durable Solutions")),
    # Mayors
    "statements/kalamaria-2021-02/": (
        ("Γιάννης Δαρδαμανέλης", "Δήμαρχος Καλαμαριάς"),
        ("Giannis Dardamanelis", "Mayor"),
    ),
    "statements/chania-2021-02/": (
        ("Παναγιώτης Σημανδηράκης", "Δήμαρχος Χανίων"),
        ("Panagiotis Simandirakis", "Mayor"),
    ),
    "statements/neapoli-sykies-2021-02/": (
        ("Σίμος Δανιηλίδης", "2009", "44"),
        ("Simos Daniilidis", "2009", "44", "2016"),
    ),
    "statements/delta-2021-02/": (("Γιάννης Ιωαννίδης", "ΝΕΦΕΛΗ"), ("Giannis Ioannidis", "NEFELI")),
    # Jointly
    "events/ministry-consultation-2020/": (
        ("16 Δεκεμβρίου 2020", "14", "HELIOS"),
        ("16 December 2020", "14", "HELIOS"),
    ),
    "events/exploring-our-cities/": (("38", "Κατερίνη"), ("38", "Katerini", "mobile phones")),
    "events/positive-communication-2020/": (
        ("21 Οκτωβρίου 2020", "Μελίνα Δασκαλάκη", "Γεράσιμος Κουβαράς"),
        ("21 October 2020", "Melina Daskalaki", "Gerasimos Kouvaras"),
    ),
    "events/eccar-conference-2020/": (("Μπολόνια", "2020"), ("Bologna", "CommunicAction", "Speaking UP!")),
    "events/staff-training/": (("ΚΜΟΠ", "Βαβέλ"), ("KMOP", "Babel")),
    # Partners
    "partners/": (("ΚΜΟΠ", "Κέντρο Ημέρας Βαβέλ", "ΔΟΜ"), ("KMOP", "Babel Day Center", "IOM", "UNHCR")),
    "statements/kmop-2021-02/": (("Αντωνία Τορρένς", "43", "20.000"), ("Antonia Torrens", "43", "20,000")),
    "statements/babel-2021-02/": (("Νίκος Γκιωνάκης",), ("Nikos Gionakis",)),
    # Cities in action
    "stories/karditsa-drawing-and-flood/": (("2.000", "100", "Αναπτυξιακή Καρδίτσας"), ("2,000", "100", "ESTIA")),
    "stories/tripoli-quarantine-monologues/": (("24", "Μονόλογοι σε καραντίνα"), ("24", "Quarantine Monologues")),
    "stories/athens-city-together/": (
        ("co-Athens", "Niroo", "Μανώλης Καλαμπόκας"),
        ("co-Athens", "Niroo", "Sabar Bar"),
    ),
    "stories/piraeus-christmas-wishes/": (("2021", "ΕΚΑΒ"), ("2021", "EKAB")),
    "stories/heraklion-holiday-recipes/": (("Αναπτυξιακή Ηρακλείου",), ("Heraklion Development Agency", "YouTube")),
    "stories/thessaloniki-learning-at-home/": (("Zoom", "ΑΡΣΙΣ"), ("Google Classroom", "PRAKSIS", "ANATOLIKI")),
    "stories/neapoli-sykies-entrepreneurship/": (("Μάρω Βασσάρα", "REACT"), ("Maro Vassara", "Admin4All")),
    "stories/ioannina-masks-and-council/": (("565", "GT-ADI-INT"), ("565", "Limassol", "GT-ADI-INT")),
    # The issue: its sections in order, and what stands in them
    "newsletters/2/": (("17", "Φεβρουάριος 2021", "Χανιά"), ("17", "February 2021", "Cities in action")),
}

THEMES = {
    "awareness-participation": ("Ευαισθητοποίηση και συμμετοχή", "Awareness and participation"),
    "city-life": ("Ένταξη στη ζωή της πόλης", "Integration into city life"),
    "information-empowerment": ("Ενημέρωση και ενδυνάμωση", "Information and empowerment"),
    "employment": ("Πρόσβαση στην απασχόληση", "Access to employment"),
    "institutional": ("Θεσμική συμμετοχή", "Institutional engagement"),
}

PROGRAMMES = (
    "estia", "estia-ii", "helios", "react", "curing-the-limbo", "co-athens", "admin4all", "ciak-migraction",
    "it-could-be-me", "durable-solutions", "accmr", "semp", "eata", "kem", "eccar",
)  # fmt: skip
