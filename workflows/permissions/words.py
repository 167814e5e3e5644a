"""The words of permission: roles, what people can be allowed to do, and how far a grant reaches."""

from enum import Enum, StrEnum, auto


class Role(StrEnum):
    NETWORK_ADMINISTRATOR = "network_administrator"
    PROGRAM_MANAGER = "program_manager"
    COACH = "coach"
    REVIEWER = "reviewer"
    FINANCE_OFFICER = "finance_officer"
    PRIVACY_STEWARD = "privacy_steward"
    AUDITOR = "auditor"
    AFFILIATE_DIRECTOR = "affiliate_director"
    AFFILIATE_DATA_LEAD = "affiliate_data_lead"
    AFFILIATE_STAFF = "affiliate_staff"
    AFFILIATE_FINANCE = "affiliate_finance"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def is_national(self) -> bool:
        return not self.value.startswith("affiliate_")


class Permission(Enum):
    """Everything a person can be allowed to do. The value is the sentence's verb: «You may not …»."""

    SEE_HOME = "see a home page"
    MANAGE_USERS = "manage people and roles"
    SEE_JOBS = "see and retry the work of the queue"
    SEE_AUDIT = "read the audit trail"
    MANAGE_COHORTS = "set up cohorts"
    SEE_COHORTS = "see cohorts"
    APPROVE_LEARNING = "approve what a pilot taught"
    INVITE_AFFILIATE = "invite affiliates"
    SEE_OPEN_COHORTS = "see which cohorts are open"
    EXPRESS_INTEREST = "say that your affiliate is interested in a cohort"
    SEE_ENROLLMENT = "see this affiliate's year"
    COMMIT = "sign the commitment"
    ANSWER_INVITATION = "decline or defer the invitation"
    CONFIRM_ENROLLMENT = "confirm the enrollment"
    MOVE_ENROLLMENT = "change the stage by hand"
    WITHDRAW = "withdraw from the program"
    ASSIGN_COACH = "assign the coach"
    NAME_PARTICIPANTS = "name who takes part in the training"
    SEE_PROFILE = "see this affiliate’s profile"
    EDIT_PROFILE = "change this affiliate’s profile"
    NAME_DATA_ROLES = "say who holds the data roles"
    FOLLOW_HANDOVER = "tick off handover steps"
    CHOOSE_TIER = "choose the capacity tier"
    WRITE_LOG = "write in the decisions log"
    RECOGNISE_WIN = "recognize a data win"
    SHARE_WIN = "share a data win with the network"
    SEE_WINS = "read what affiliates share with the network"
    SEE_TRAINING = "see the training"
    MANAGE_TRAINING = "manage sessions and attendance"
    ATTEND_TRAINING = "take part in the training"
    WAIVE_TRAINING = "waive the training"
    SEE_ASSESSMENT = "see this affiliate's self-assessment"
    ANSWER_ASSESSMENT = "answer the self-assessment"
    KEEP_LEARNING = "answer for yourself and note what you learned"
    SEE_LEARNING = "see what the network learns together"
    SEE_SHARED_GAPS = "see the figures of shared gaps"
    PLAN_LEARNING = "write the learning agenda"
    SEE_PRACTICE = "see this practice product"
    WRITE_PRACTICE = "write and share practice products"
    GIVE_FEEDBACK = "give feedback on this practice product"
    SEE_PEERS = "see what these peers share"
    JOIN_PEERS = "ask, answer and keep the log"
    MANAGE_PEERS = "form peer groups and moderate the board"
    SEE_FRAMEWORKS = "browse the indicators"
    MANAGE_FRAMEWORKS = "keep the indicators and their editions"
    SEE_PROPOSAL = "read this proposal"
    WRITE_PROPOSAL = "write this proposal"
    SUBMIT_PROPOSAL = "certify and submit this proposal"
    EXTEND_DEADLINE = "give more time for this proposal"
    SEE_PARTNERSHIP = "see what this affiliate is asked to be a partner in"
    ANSWER_PARTNERSHIP = "confirm or decline a partnership"
    SEE_REVIEWS = "read the reviews"
    ASSIGN_REVIEWERS = "assign reviewers"
    SCORE_PROPOSAL = "score this proposal"
    DECIDE_PROPOSAL = "decide on this proposal"
    SEE_FUNDING = "see the funding"
    SEE_PORTFOLIO = "see the portfolio of every award"
    MANAGE_AWARD = "prepare the award"
    SIGN_FOR_AFFILIATE = "sign for the affiliate"
    SIGN_FOR_NETWORK = "sign for the national office"
    REQUEST_PAYMENT = "schedule and request payments"
    APPROVE_PAYMENT = "approve payments"
    RECORD_PAYMENT = "record payments as paid"
    SEE_COACHING = "see check-ins"
    COACH = "schedule and hold check-ins"
    BOOK_CHECK_IN = "book a check-in"
    FOLLOW_ACTIONS = "mark actions as done"
    SEE_PRIVATE_NOTES = "read the coach's private notes"
    SEE_OUTCOMES = "see outcomes"
    IMPORT_EXTRACT = "upload an extract"
    SEE_REPORTS = "read reports"
    WRITE_REPORT = "write reports"
    SUBMIT_REPORT = "certify and submit reports"
    ACCEPT_REPORT = "accept or return reports"
    CLOSE_AWARD = "close the award"
    SEE_DOCUMENTS = "read documents"
    MANAGE_TEMPLATES = "replace Word templates"
    SEE_TEMPLATE_PREVIEW = "open this preview"
    SEE_LIBRARY = "use the library"
    RATE_RESOURCE = "say whether something helped"
    MANAGE_LIBRARY = "write for the library"
    ASK_FOR_HELP = "ask for help"
    SEE_TICKETS = "read help tickets"
    ANSWER_TICKET = "answer help tickets"
    SEE_TICKET_NOTES = "read the internal notes of help tickets"
    LOG_HOURS = "record hours"
    SEE_HOURS = "see everyone’s hours and response times"
    SET_RATES = "set hourly rates"


class Scope(Enum):
    """How far a grant reaches."""

    ANYWHERE = auto()
    OWN_AFFILIATE = auto()
    COACHED = auto()
    PEERS = auto()
    PARTNERS = auto()
    ASSIGNED = auto()
    OPEN = auto()  # what is published for the whole network
    OWN = auto()  # what the person asked or wrote
