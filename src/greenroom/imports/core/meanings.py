"""What columns can mean, and the words by which people name them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from greenroom.imports.core.reading import words_of


class Field(StrEnum):
    """What a column can mean. ANSWER is the answer to a question whose words are the column's name."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    EXTERNAL_ID = "external_id"
    PART = "part"
    BOTH_PARTS = "both_parts"
    IS_MENTOR = "is_mentor"
    IS_MENTEE = "is_mentee"
    """Yes or no: this person is mentor and mentee."""
    CAPACITY = "capacity"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    CIRCLE_FROM = "circle_from"
    """So many people together, or nobody."""
    SKILLS_WANTED = "skills_wanted"
    SKILLS_OFFERED = "skills_offered"
    LANGUAGES = "languages"
    TIME_ZONE = "time_zone"
    EMPLOYER = "employer"
    DEPARTMENT = "department"
    JOB_TITLE = "job_title"
    PROFESSION = "profession"
    STAGE = "stage"
    YEARS = "years"
    PLACE = "place"
    PRONOUNS = "pronouns"
    HEADLINE = "headline"
    BIOGRAPHY = "biography"
    GOALS = "goals"
    AVAILABILITY = "availability"
    CHOICE = "choice"
    """A ranked wish: ColumnGuess.rank says which one (1 is the first), None where the cell lists them in order."""
    MUST_PAIR = "must_pair"
    MUST_NOT_PAIR = "must_not_pair"
    CHARACTERISTICS = "characteristics"
    """Who I am (identity); kept as an answer."""
    WANTED_CHARACTERISTICS = "wanted_characteristics"
    """Whom I would like to meet (identity to match); kept as an answer."""
    WANTS_SIMILAR = "wants_similar"
    """Yes or no: match me with someone of the identity I named; kept as an answer."""
    ANSWER = "answer"
    IGNORE = "ignore"


REPEATABLE = frozenset(
    {
        Field.CHOICE,
        Field.MUST_PAIR,
        Field.MUST_NOT_PAIR,
        Field.SKILLS_OFFERED,
        Field.SKILLS_WANTED,
        Field.ANSWER,
        Field.IGNORE,
    }
)
"""What several columns may mean at once."""

NAMES: dict[Field, str] = {
    Field.FIRST_NAME: "first name|firstname|first|given name|given names|forename|vorname|prenom|nombre|primer nombre|nome|voornaam|fornavn|fname|christian name|imie",
    Field.LAST_NAME: "last name|lastname|last|surname|family name|nachname|familienname|nom de famille|nom|apellido|apellidos|cognome|sobrenome|achternaam|efternavn|etternavn|lname|nazwisko",
    Field.FULL_NAME: "name|full name|fullname|your name|name and surname|first and last name|participant|participant name|applicant|applicant name|person|mentor name|mentee name|student name|mentor|mentee|nom complet|nombre completo|vollstandiger name|vor und nachname|nombre y apellidos|nome completo|who are you|member|member name|display name",
    Field.EMAIL: "email|e mail|email address|e mail address|mail|your email|work email|contact email|username|e mail adresse|emailadresse|mailadresse|adresse e mail|adresse email|courriel|correo|correo electronico|indirizzo email|endereco de email|user email|email id|primary email|mentor email|mentee email|participant email|applicant email|login email",
    Field.EXTERNAL_ID: "id|external id|externalid|user id|userid|person id|member id|employee id|employee number|staff id|staff number|student id|student number|participant id|applicant id|personalnummer|matrikelnummer|record id|uid|identifier|mentor id|mentee id|reference|ref|badge number",
    Field.PART: "part|role in program|role in programme|mentor or mentee|mentor mentee|mentee or mentor|program role|programme role|participant type|mentoring role|i am a|i am applying as|i want to be a|applying as|applicant type|type|rolle im programm|tipo de participante|participation|participate as|join as|i would like to be a|mentorship role|side|teilnahme als",
    Field.BOTH_PARTS: "both mentor and mentee|both|mentor and mentee|both parts|both roles|also mentor|also mentee|also a mentor|also a mentee|beides",
    Field.CAPACITY: "capacity|mentee capacity|number of mentees|no of mentees|how many mentees|mentees|slots|mentee slots|places|available slots|spots|availability slots|kapazitat|anzahl mentees|platze|capacite|nombre de mentores|capacidad|numero de mentees|number of mentors|load|quota|cap",
    Field.MINIMUM: "minimum|min|min mentees|minimum mentees|minimum load|min load|min capacity|minimum capacity|lower bound|lower quota|at least|mindestens",
    Field.MAXIMUM: "maximum|max|max mentees|maximum mentees|maximum load|max load|max capacity|maximum capacity|upper bound|upper quota|at most|hochstens|mentee limit|maximum number of mentees|max number of mentees|group maximum|group max|circle maximum|circle max|maximum group size|max group size|maximum circle size|max circle size|largest group|largest circle|group to|circle to",
    Field.CIRCLE_FROM: "circle from|circle of at least|circle opens with|opens with|opens from|open with|group from|group opens with|group minimum|group min|circle minimum|circle min|minimum group|min group|minimum circle|min circle|minimum group size|min group size|minimum circle size|min circle size|smallest group|smallest circle|group lower bound|mindestgruppe|gruppe ab|kreis ab|groupe minimum|taille minimale du groupe|grupo minimo|tamano minimo del grupo",
    Field.SKILLS_WANTED: "skills wanted|wanted skills|skills to learn|skills to develop|wants to learn|skills needed|needs|learning interests|areas for development|development areas|learning goals skills|want to learn|i want to learn|looking to learn|skills sought|seeking help with|topics wanted|lernziele|competences recherchees|habilidades deseadas|growth areas",
    Field.SKILLS_OFFERED: "skills offered|offered skills|skills|expertise|areas of expertise|area of expertise|skills to share|can teach|i can teach|can help with|strengths|competencies|specialties|specialities|specialty|subject expertise|mentor skills|kompetenzen|fahigkeiten|competences|habilidades|topics offered|skills i can offer|skill set|skillset",
    Field.LANGUAGES: "languages|language|languages spoken|spoken languages|language s|sprachen|sprache|langues|langue|idiomas|idioma|preferred language|lingue",
    Field.TIME_ZONE: "time zone|timezone|tz|your time zone|zeitzone|fuseau horaire|zona horaria|fuso orario|utc offset",
    Field.EMPLOYER: "employer|organisation|organization|company|company name|organisation name|organization name|current employer|institution|university|school|firma|arbeitgeber|unternehmen|entreprise|empresa|azienda|workplace|current company|studio|agency|business",
    Field.DEPARTMENT: "department|dept|division|business unit|unit|team|directorate|abteilung|fachbereich|bereich|departement|departamento|faculty|section|function|group",
    Field.JOB_TITLE: "job title|title|role|position|current role|current position|job|current job|job role|current title|designation|berufsbezeichnung|funktion|poste|cargo|puesto|titre|occupation|job title role",
    Field.PROFESSION: "profession|field|discipline|industry|sector|career field|field of work|branche|beruf|secteur|metier|profesion|industria|job family|field of study|major|craft|area of work|subject",
    Field.STAGE: "stage|grade|career stage|level|seniority|seniority level|career level|job grade|pay grade|job level|experience level|band|rank|karrierestufe|niveau|nivel|year of study|class year|career phase",
    Field.YEARS: "years|years of experience|experience years|years experience|experience|work experience|years in industry|years in role|years in field|yoe|berufserfahrung|jahre erfahrung|annees d experience|anos de experiencia|how many years of experience do you have",
    Field.PLACE: "place|location|city|town|office|office location|region|based in|country|city country|ort|stadt|standort|wohnort|land|ville|lieu|ciudad|pais|where are you based|home town|state|site|campus|local office",
    Field.PRONOUNS: "pronouns|preferred pronouns|your pronouns|pronomen|pronoms|pronombres",
    Field.HEADLINE: "headline|tagline|one liner|in one line|in a sentence",
    Field.BIOGRAPHY: "biography|bio|about|about me|about you|story|short bio|profile|summary|background|introduction|tell us about yourself|uber mich|a propos|sobre mi|personal statement|short biography|description",
    Field.GOALS: "goals|goal|objectives|objective|mentoring goals|career goals|what do you hope to gain|ziele|objectifs|objetivos|aims|motivation|expectations|learning goals|why do you want a mentor|why do you want to join",
    Field.AVAILABILITY: "availability|available times|available hours|available|times|free times|free hours|preferred times|meeting times|when are you free|when are you available|verfugbarkeit|disponibilite|disponibilites|disponibilidad|weekly availability|preferred meeting times|best times to meet",
    Field.MUST_PAIR: "must pair|must pair with|must be paired with|must be paired|must match|must match with|must be matched with|required pair|required mentor|required mentee|required match|pre matched|pre matched with|prematched|pre assigned mentor|preassigned|assigned mentor|existing mentor|current mentor|keep with|keep paired with|pinned|pinned with|fixed mentor|already matched with|pair with|already has a mentor",
    Field.MUST_NOT_PAIR: "must not pair|must not be paired with|must not be paired|must not match|must not be matched with|do not pair|do not pair with|do not match|do not match with|don t pair with|don t match with|cannot be paired with|cannot pair|conflict|conflicts|conflicts with|conflict of interest|conflicts of interest|avoid|exclude|excluded|exclusions|forbidden|blocked|not with|never with|nicht mit|unwanted|please don t match me with|not to be paired with|should not be paired with",
    Field.CHARACTERISTICS: "characteristics|identity|identities|diversity characteristics|protected characteristics|demographics|gender|gender identity|ethnicity|race|race ethnicity|sexual orientation|affinity groups|affinity group|i identify as|geschlecht|genre|genero|sex",
    Field.WANTED_CHARACTERISTICS: "identity to match|characteristics to match|preferred identity|preferred characteristics|preferred gender|mentor gender preference|gender preference|preferred mentor gender|preferred gender of mentor|mentor characteristics wanted|wanted characteristics",
    Field.WANTS_SIMILAR: "match with similar identity|similar identity|match similar identity|match me with someone similar|same gender mentor|match with same gender|prefer same gender|prefer similar identity|similar background",
    Field.CHOICE: "choices|ranking|rankings|ranked choices|preferences|preferred mentors|preferred mentor|preferred mentees|mentor choices|mentee choices|mentor preferences|mentee preferences|wishes|wish list|wishlist|wunschmentor|top choices|requested mentor|mentor request|mentor requested|desired mentor|rank list|preference list|preferred partner",
    Field.IGNORE: "timestamp|submission date|submitted at|submission id|response id|responseid|ip address|ipaddress|start date|end date|start time|completion time|last modified time|recorded date|recordeddate|duration in seconds|progress|finished|status|zeitstempel|horodateur|marca temporal|unnamed 0|row|no|nr|row number|respondent id|collector id|distribution channel|user language|consent|i agree|gdpr|date submitted|location latitude|location longitude|locationlatitude|locationlongitude|token|score|points|linkedin|linkedin profile|linkedin url|phone|phone number|mobile|telephone|telefon",
}
"""Plain names that decide by themselves, several languages, parted by bars."""


@dataclass(frozen=True)
class Pattern:
    """A name that holds these words means the field, unless it also holds one of `unless`."""

    field: Field
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    confidence: float


def _pattern(field: Field, words: str, confidence: float, *, unless: str = "") -> Pattern:
    return Pattern(field, re.compile(words), re.compile(unless) if unless else None, confidence)


_SOMEONE_ELSE = (
    r"\b(manager|supervisor|boss|emergency|reference|referee|guardian|parent|second|secondary|alternate|alternative|other|backup|"
    r"hr|sponsor|line|referr\w+|recommend\w*|colleague|friend|spouse|partner)\b"
)
PATTERNS: tuple[Pattern, ...] = (
    _pattern(
        Field.MUST_NOT_PAIR,
        r"\b(not|never|avoid|cannot|exclude|except|conflict)\b.*\b(pair\w*|match\w*|with|work\w*|interest|mentor|mentee)\b",
        0.8,
        unless=r"\b(why|if not|able|sure|skills?|topics?|whether or not)\b",
    ),
    _pattern(
        Field.MUST_PAIR,
        r"\b(must|already|pre)\b.*\b(pair\w*|match\w*|assigned)\b",
        0.8,
        unless=r"\b(not|before|previously|ever)\b",
    ),
    _pattern(
        Field.CHOICE,
        r"\b(choice|preference|wish|wahl|wunsch|choix|preferencia|opcion)\b.*\b(mentor\w*|mentee\w*)\b|\b(mentor|mentee)s?\b.*\b(choice|preference|wish|ranking)\b",
        0.75,
        unless=r"\b(gender|identity|language|time|industry|type|style|characteristics|format|day)\b",
    ),
    _pattern(
        Field.WANTS_SIMILAR, r"\b(similar|same)\b.*\b(identity|gender|background|characteristics?)\b", 0.75
    ),
    _pattern(
        Field.WANTED_CHARACTERISTICS,
        r"\b(prefer\w*|match|wanted|would like)\b.*\b(gender|identity|characteristics?|ethnicity)\b|\b(gender|identity)\b.*\b(prefer\w*|to match)\b",
        0.75,
    ),
    _pattern(Field.BOTH_PARTS, r"\bboth\b.*\b(mentor|mentee)\b", 0.85),
    _pattern(
        Field.CIRCLE_FROM,
        r"\b(min|minimum|least|fewest|smallest|opens?)\b.*\b(circle|group)\b|\b(circle|group)\b.*\b(min|minimum|least|fewest|opens?)\b",
        0.85,
    ),
    _pattern(
        Field.MINIMUM, r"\b(min|minimum|least|fewest)\b.*\b(mentees?|mentors?|people|load|capacity)\b", 0.85
    ),
    _pattern(
        Field.MAXIMUM,
        r"\b(max|maximum|most|limit)\b.*\b(mentees?|mentors?|people|load|capacity)\b",
        0.85,
        unless=r"\b(important|helpful|like)\b",
    ),
    _pattern(
        Field.CAPACITY,
        r"\bhow many\b.*\b(mentees?|people|mentors?|students?)\b|\b(number|nr|anzahl|nombre|numero)\b.*\b(mentees?|mentors?)\b|\bmentees?\b.*\b(capacity|slots|places|take on)\b|\bcapacity\b",
        0.85,
        unless=r"\b(hours?|time)\b",
    ),
    _pattern(
        Field.EMAIL,
        r"\be ?mail\b|\bcourriel\b|\bcorreo\b",
        0.85,
        unless=_SOMEONE_ELSE + r"|\b(receive|newsletter|opt|consent|would you|preferred mentor|prefer)\b",
    ),
    _pattern(
        Field.FIRST_NAME,
        r"\b(first|given|fore) ?name\b|\bvorname\b|\bprenom\b",
        0.85,
        unless=_SOMEONE_ELSE + r"|\blast\b",
    ),
    _pattern(
        Field.LAST_NAME,
        r"\b(last|family|sur) ?name\b|\bnachname\b|\bapellidos?\b",
        0.85,
        unless=_SOMEONE_ELSE + r"|\bfirst\b",
    ),
    _pattern(
        Field.FULL_NAME,
        r"\b(full|your|complete) name\b|\bname\b.*\b(surname|last name)\b",
        0.8,
        unless=_SOMEONE_ELSE,
    ),
    _pattern(
        Field.TIME_ZONE,
        r"\btime ?zone\b|\bzeitzone\b|\bfuseau\b",
        0.85,
        unless=r"\b(prefer\w*|similar|important|same)\b",
    ),
    _pattern(
        Field.SKILLS_WANTED,
        r"\b(skills?|topics?|areas?|what|fields?|competenc\w+|expertise)\b.*\b(want|learn|develop|improve|need|looking|grow|gain|support|interested|hoping)\b|\b(learn|develop|improve|help with)\b.*\b(skills?|topics?|areas?)\b",
        0.65,
        unless=r"\b(offer|share|teach|can you help|provide|mentor others|able to)\b",
    ),
    _pattern(
        Field.SKILLS_OFFERED,
        r"\b(skills?|topics?|areas?|expertise|what)\b.*\b(offer|share|teach|expertise|help|strong|provide|advise|support|mentor others|able to)\b|\b(offer|share|teach)\b.*\b(skills?|topics?|expertise)\b|\bexpertise\b",
        0.65,
        unless=r"\b(learn|develop|improve|need|want)\b",
    ),
    _pattern(
        Field.LANGUAGES,
        r"\blanguages?\b|\bsprachen?\b|\blangues?\b|\bidiomas?\b",
        0.75,
        unless=r"\b(programming|coding|preferred mentor|same|important)\b",
    ),
    _pattern(
        Field.AVAILABILITY,
        r"\b(availab\w+|free)\b.*\b(times?|hours?|days?|meet\w*|week\w*|when)\b|\bwhen\b.*\b(available|free|meet)\b|\b(meeting|preferred) times?\b",
        0.7,
        unless=r"\b(how many|hours per)\b",
    ),
    _pattern(
        Field.YEARS,
        r"\byears?\b.*\b(experience|industry|field|role|work\w*)\b|\bexperience\b.*\byears?\b",
        0.8,
        unless=r"\b(prefer\w*|mentor with)\b",
    ),
    _pattern(
        Field.GOALS,
        r"\b(goals?|objectives?|hope to|achieve|get out of|gain from|expect from|motivat\w+|ziele?)\b",
        0.65,
    ),
    _pattern(
        Field.BIOGRAPHY,
        r"\b(biography|bio|about yourself|about you|introduce yourself|describe yourself|background)\b",
        0.7,
    ),
    _pattern(
        Field.JOB_TITLE,
        r"\b(job|current|position|your) (title|role|position)\b",
        0.75,
        unless=_SOMEONE_ELSE + r"|\b(mentor|mentee|program)\b",
    ),
    _pattern(
        Field.STAGE,
        r"\b(career|seniority|job|pay) (stage|level|grade|band)\b|\bgrade\b|\bseniority\b",
        0.75,
        unless=r"\b(prefer\w*|average|point)\b",
    ),
    _pattern(
        Field.EMPLOYER,
        r"\b(compan\w+|employer|organi[sz]ation|institution)\b",
        0.65,
        unless=_SOMEONE_ELSE + r"|\b(size|type|how long|why)\b",
    ),
    _pattern(
        Field.DEPARTMENT,
        r"\b(department|division|business unit|directorate)\b",
        0.65,
        unless=r"\b(prefer\w*|other|same)\b",
    ),
    _pattern(
        Field.PROFESSION,
        r"\b(profession|industry|discipline|sector|field of)\b",
        0.6,
        unless=r"\b(prefer\w*|interested|want\w*|years)\b",
    ),
    _pattern(
        Field.PLACE,
        r"\b(city|location|based|country|where do you live|town)\b",
        0.65,
        unless=r"\b(prefer\w*|same|important|meet)\b",
    ),
    _pattern(Field.PRONOUNS, r"\bpronouns?\b", 0.85),
    _pattern(
        Field.CHARACTERISTICS,
        r"\b(gender|ethnicity|identify as|characteristics|orientation)\b",
        0.65,
        unless=r"\bprefer\w*\b",
    ),
    _pattern(
        Field.PART,
        r"\bmentor\b.*\b(or|oder|ou|o)\b.*\bmentee\b|\bmentee\b.*\b(or|oder|ou|o)\b.*\bmentor\b|\b(program|programme|mentoring) role\b",
        0.8,
    ),
    _pattern(
        Field.EXTERNAL_ID,
        r"\b(student|employee|staff|member|person\w*|user) (id|number|no|nr)\b",
        0.8,
        unless=_SOMEONE_ELSE,
    ),
    _pattern(
        Field.IGNORE,
        r"\b(timestamp|consent|gdpr|privacy|terms|agree|signature|ip address|phone|linkedin)\b",
        0.6,
    ),
)
"""Tried in this order; the first that fits decides."""

BY_NAME: dict[str, Field] = {
    words_of(name): field for field, names in NAMES.items() for name in names.split("|")
}
