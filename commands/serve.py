"""The three long-running programs, each on its own: web, worker and scheduler."""

import click

from config import Settings


@click.command()
def web() -> None:
    """Run the web server alone, on ACCOMPANY_HOST and ACCOMPANY_PORT."""
    settings = Settings.from_environment()
    import waitress  # noqa: PLC0415 - only this command serves

    from webapp import create_app  # noqa: PLC0415 - loading the application takes a second
    from workflows.logs import log_as_json_lines  # noqa: PLC0415 - loads the database library
    from workflows.measurement.answers import EXTRACT_REQUEST_MAX_BYTES  # noqa: PLC0415 - with the others

    log_as_json_lines(settings.log_level)
    app = create_app(settings)
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.web_threads,
        ident=None,
        max_request_body_size=settings.max_upload_mb * 1024 * 1024,
        # An extract names people until it is reduced: waitress must not put its body into a temporary file.
        inbuf_overflow=EXTRACT_REQUEST_MAX_BYTES,
        # create_app reads the trusted proxies' headers; waitress must neither drop nor believe them itself.
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )


@click.command()
def worker() -> None:
    """Run one worker alone."""
    settings = Settings.from_environment()
    import worker as queue_worker  # noqa: PLC0415 - loads the job libraries

    queue_worker.work(settings)


@click.command()
def scheduler() -> None:
    """Run the scheduler alone; a second one does no harm."""
    settings = Settings.from_environment()
    import worker as queue_worker  # noqa: PLC0415 - loads the job libraries

    queue_worker.schedule(settings)
