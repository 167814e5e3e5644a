"""The slices of the web, each with its routes."""

from flask import Flask

from webapp.affiliates.routes import bp as affiliates
from webapp.agreements.routes import bp as agreements
from webapp.amendments.routes import bp as amendments
from webapp.assessments.learning_routes import bp as learning
from webapp.assessments.routes import bp as assessments
from webapp.coaching.routes import bp as coaching
from webapp.cohorts.routes import bp as cohorts
from webapp.conversation.routes import bp as conversation
from webapp.documents.routes import bp as documents
from webapp.documents.template_pages import bp as templates
from webapp.enrollments.routes import bp as enrollments
from webapp.exercises.routes import bp as exercises
from webapp.frameworks.routes import bp as frameworks
from webapp.funding.routes import bp as funding
from webapp.helpdesk.routes import bp as helpdesk
from webapp.home.routes import bp as home
from webapp.jobs.routes import bp as jobs
from webapp.library.routes import bp as library
from webapp.measurement.routes import bp as measurement
from webapp.notifications.routes import bp as notifications
from webapp.peers.routes import bp as peers
from webapp.people.routes import bp as people
from webapp.proposals.routes import bp as proposals
from webapp.prospects.funder_routes import bp as funders
from webapp.prospects.routes import bp as prospects
from webapp.reporting.routes import bp as reporting
from webapp.reviews.routes import bp as reviews
from webapp.signing.routes import bp as signing
from webapp.training.feed import bp as calendar
from webapp.training.routes import bp as training


def register_blueprints(app: Flask) -> None:
    for blueprint in (
        home,
        people,
        cohorts,
        enrollments,
        assessments,
        learning,
        affiliates,
        training,
        calendar,
        exercises,
        peers,
        frameworks,
        library,
        helpdesk,
        proposals,
        reviews,
        funding,
        amendments,
        coaching,
        agreements,
        conversation,
        measurement,
        reporting,
        prospects,
        funders,
        documents,
        templates,
        signing,
        jobs,
        notifications,
    ):
        app.register_blueprint(blueprint)
