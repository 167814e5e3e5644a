"""The slices of the web, each with its routes."""

from flask import Flask

from webapp.coaching.routes import bp as coaching
from webapp.cohorts.routes import bp as cohorts
from webapp.documents.routes import bp as documents
from webapp.enrollments.routes import bp as enrollments
from webapp.exercises.routes import bp as exercises
from webapp.frameworks.routes import bp as frameworks
from webapp.funding.routes import bp as funding
from webapp.home.routes import bp as home
from webapp.jobs.routes import bp as jobs
from webapp.measurement.routes import bp as measurement
from webapp.notifications.routes import bp as notifications
from webapp.peers.routes import bp as peers
from webapp.people.routes import bp as people
from webapp.proposals.routes import bp as proposals
from webapp.reporting.routes import bp as reporting
from webapp.reviews.routes import bp as reviews
from webapp.training.routes import bp as training


def register_blueprints(app: Flask) -> None:
    for blueprint in (
        home,
        people,
        cohorts,
        enrollments,
        training,
        exercises,
        peers,
        frameworks,
        proposals,
        reviews,
        funding,
        coaching,
        measurement,
        reporting,
        documents,
        jobs,
        notifications,
    ):
        app.register_blueprint(blueprint)
