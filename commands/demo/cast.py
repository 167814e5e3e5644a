"""Who plays in the demo world: invented affiliates in invented towns, and the people who work for them."""

from dataclasses import dataclass

from workflows.people.demo_sign_ins import DEMO_SIGN_INS
from workflows.permissions import Role

PILOT, EXPANSION = "pilot", "expansion"


@dataclass(frozen=True, slots=True)
class Member:
    """One affiliate; `key` is the short name in its people's addresses, `code` as in the synthetic extract.

    `cohort` is empty for who is in none yet.
    """

    key: str
    cohort: str
    code: str
    name: str
    town: str
    state: str
    time_zone: str
    staff_count: int
    people_served: int
    is_rural: bool
    languages: str
    programs: str
    director: str
    data_lead: str
    coach: str = "coach2"  # the box at the national office; empty while nobody is named

    @property
    def domain(self) -> str:
        return f"{self.key.lower()}.example.org"

    @property
    def director_email(self) -> str:
        return f"director@{self.domain}"

    @property
    def data_email(self) -> str:
        return f"data@{self.domain}"


_EAST, _MIDDLE, _MOUNTAIN, _WEST = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_RP = "Reception and Placement, Matching Grant, Employment Services"
_SMALL = "Reception and Placement, Preferred Communities"

CAST: tuple[Member, ...] = (
    Member("Juniper", PILOT, "AFF-04", "Juniper Refugee Services", "Juniper Bend", "Idaho", _MOUNTAIN, 16, 410, False,
           "Spanish, Swahili, Dari", _RP, "Walter Brandvold", "Leila Nazari"),
    Member("Ridge", PILOT, "AFF-07", "Ridge Welcome Center", "Slate Ridge", "Pennsylvania", _EAST, 11, 260, True,
           "Nepali, Arabic", _SMALL, "Carol Petrakis", "Bishnu Adhikari"),
    Member("Valley", PILOT, "AFF-08", "Valley Resettlement Partners", "Alder Valley", "Washington", _WEST, 24, 690,
           False, "Ukrainian, Russian, Dari, Somali", _RP, "Denise Kowalczyk", "Oleh Marchenko"),
    Member("Cedar", PILOT, "AFF-09", "Cedar House for Newcomers", "Cedar Landing", "Iowa", _MIDDLE, 9, 180, True,
           "Kinyarwanda, Swahili, French", _SMALL, "Ingrid Solheim", "Claudine Uwase"),
    Member("Willow", PILOT, "AFF-10", "Willow Street Welcome", "Willow Falls", "Ohio", _EAST, 7, 120, False,
           "Arabic, Kurdish", _SMALL, "Martin Beale", "Rojin Demir"),
    Member("Lakeside", PILOT, "AFF-02", "Lakeside Immigrant Partnership", "Lake Orrin", "Wisconsin", _MIDDLE, 19, 520,
           False, "Hmong, Spanish, Rohingya", _RP, "Grace Nyberg", "Minh Tran", "coach"),
    Member("Harbor", EXPANSION, "AFF-01", "Harbor Newcomer Center", "Port Ansel", "Maine", _EAST, 21, 560, False,
           "Portuguese, Lingala, Spanish, Dari", _RP, "Dana Ortiz", "Samir Haddad", "coach"),
    Member("Ridgeview", EXPANSION, "AFF-03", "Ridgeview Refugee Alliance", "Ridgeview", "Kentucky", _EAST, 14, 330,
           True, "Spanish, Kinyarwanda, Nepali", _RP, "Paul Achterberg", "Esperance Mugisha", "coach"),
    Member("Prairie", EXPANSION, "AFF-11", "Prairie Neighbors", "Grassy Ford", "Nebraska", _MIDDLE, 13, 310, True,
           "Karen, Spanish, Somali", _RP, "Helen Whitcomb", "Tomas Rivera", "coach"),
    Member("Mesa", EXPANSION, "AFF-12", "Mesa Welcome Network", "Red Mesa", "New Mexico", _MOUNTAIN, 17, 440, False,
           "Spanish, Dari, French", _RP, "Carmen Salas", "Idris Bello"),
    Member("Cascade", EXPANSION, "AFF-05", "Cascade Community Bridge", "Fir Hollow", "Oregon", _WEST, 10, 210, True,
           "Ukrainian, Marshallese, Spanish", _SMALL, "Nora Lindgren", "Eli Park", "coach"),
    Member("Orchard", EXPANSION, "AFF-13", "Orchard Road Center", "Pippin Grove", "Michigan", _EAST, 12, 275, False,
           "Arabic, Chaldean, Spanish", _RP, "Renee Dubois", "Yousef Karim"),
    Member("Summit", EXPANSION, "AFF-14", "Summit Refugee Welcome", "High Summit", "Colorado", _MOUNTAIN, 15, 350,
           False, "Dari, Pashto, Burmese", _RP, "Gordon Vance", "Hser Paw"),
    Member("Bayou", EXPANSION, "AFF-15", "Bayou Neighbors Together", "Cypress Point", "Louisiana", _MIDDLE, 8, 150,
           True, "Haitian Creole, Spanish, Vietnamese", _SMALL, "Yvette Fontenot", "Jean-Marc Pierre"),
    Member("Northgate", EXPANSION, "AFF-16", "Northgate Multicultural House", "Northgate", "Minnesota", _MIDDLE, 22,
           610, False, "Somali, Oromo, Karen", _RP, "Astrid Haugen", "Abdi Warsame"),
    Member("Delta", EXPANSION, "AFF-17", "Delta Family Partners", "Delta Crossing", "Arkansas", _MIDDLE, 9, 190, True,
           "Spanish, Marshallese", _SMALL, "Loretta Simms", "Kalani Jetnil", ""),
    Member("Fairview", EXPANSION, "AFF-18", "Fairview Arrivals Project", "Fairview Heights", "Missouri", _MIDDLE, 11,
           240, False, "Bosnian, Dari, Ukrainian", _RP, "Thomas Ehrlich", "Amra Begovic", ""),
    Member("Stonebridge", EXPANSION, "AFF-19", "Stonebridge Resettlement", "Stonebridge", "Virginia", _EAST, 18, 480,
           False, "Dari, Pashto, Tigrinya", _RP, "Angela Whitfield", "Selam Tesfaye"),
    Member("Clearwater", EXPANSION, "AFF-20", "Clearwater Welcome Collective", "Clearwater Mills", "North Carolina",
           _EAST, 14, 320, False, "Spanish, Karenni, Arabic", _RP, "Michael Obrecht", "Paw Htoo"),
    Member("Maple", EXPANSION, "AFF-21", "Maple Hill Center", "Maple Hill", "Vermont", _EAST, 6, 90, True,
           "Nepali, Somali", _SMALL, "Judith Farrar", "Deepa Rai", ""),
    Member("Birch", EXPANSION, "AFF-22", "Birch Lane Services", "Birch Lane", "New Hampshire", _EAST, 5, 70, True,
           "French, Lingala", _SMALL, "Peter Aldous", "Nadège Mbuyi", ""),
    Member("Aspen", EXPANSION, "AFF-23", "Aspen Grove Partners", "Aspen Grove", "Utah", _MOUNTAIN, 10, 230, False,
           "Spanish, Arabic", _SMALL, "Kimberly Stroud", "Hassan Al-Jabri"),
    Member("Dune", EXPANSION, "AFF-24", "Dune Coast Welcome", "Dune Harbor", "Delaware", _EAST, 7, 130, False,
           "Haitian Creole, Spanish", _SMALL, "Robert Castellan", "Mirlande Joseph"),
    Member("Pinecrest", EXPANSION, "AFF-25", "Pinecrest Refugee Support", "Pinecrest", "Georgia", _EAST, 12, 290, False,
           "Burmese, Swahili, Arabic", _RP, "Sheila Trammell", "Thida Aung"),
    Member("Granite", EXPANSION, "AFF-26", "Granite City Newcomers", "Granite City", "South Dakota", _MIDDLE, 9, 170,
           True, "Nepali, Swahili, Spanish", _SMALL, "Ruben Castellano", "Sita Gurung", ""),
    Member("Meadow", "", "AFF-27", "Meadow Lane Partners", "Meadow Lane", "Kansas", _MIDDLE, 13, 300, False,
           "Karen, Swahili, Spanish", _RP, "Beatrice Holloway", "Eh Soe", ""),
    Member("Foothill", "", "AFF-28", "Foothill Welcome House", "Foothill", "Montana", _MOUNTAIN, 6, 80, True,
           "Dari, Swahili", _SMALL, "Stuart Lindahl", "Farida Rahimi", ""),
)  # fmt: skip  # one affiliate a paragraph

MEMBER_BY_KEY: dict[str, Member] = {member.key: member for member in CAST}


@dataclass(frozen=True, slots=True)
class Person:
    """One person with one role; `affiliate` is a key of the cast, empty at the national office."""

    email: str
    name: str
    role: Role
    affiliate: str = ""


def _unlisted() -> tuple[Person, ...]:
    """People whose sign-in works, but is not named on the sign-in page, which would grow too long."""
    inside = (
        person
        for member in CAST
        for person in (
            Person(member.director_email, member.director, Role.AFFILIATE_DIRECTOR, member.key),
            Person(member.data_email, member.data_lead, Role.AFFILIATE_DATA_LEAD, member.key),
        )
    )
    return (Person("coach2@national.example.org", "Bernard Achebe", Role.COACH), *inside)


def list_people() -> tuple[Person, ...]:
    """Everyone, each once: the listed sign-ins first."""
    listed = (Person(row.email, row.name, row.role, row.affiliate) for row in DEMO_SIGN_INS)
    return tuple({person.email: person for person in (*_unlisted(), *listed)}.values())
