"""Act five and a half: both sides agree on the data, and the contract of the database is read."""

from tests.browser.story import Story


def nothing_is_imported_before(story: Story) -> None:
    bo = story.person("bo")
    bo.goes_to(f"/outcomes/of/{story.year_id}/upload")
    bo.sees("No data-sharing agreement is in force", "Nobody has recorded yet")
    bo.follows("Open “Data sharing”")
    bo.sees("The national office reads the draft and offers it")
    bo.follows("Record a database")
    bo.fills(
        name="Case database",
        holder="The national office",
        allows="Rows without names may go to the network.",
        allows_sharing="y",
    )
    bo.looks_on_a_phone()
    bo.presses("Save what you read")
    bo.sees("May be shared")


def both_sides_agree_on_data(story: Story) -> None:
    mara, ana = story.person("mara"), story.person("ana")
    page = f"/data-sharing/of/{story.year_id}"
    mara.goes_to(page)
    mara.follows("Change the terms")
    mara.looks_on_a_phone()
    mara.presses("Save the terms")
    mara.presses("Offer for signature")
    mara.page.locator("li.document-done").first.wait_for(timeout=60_000)
    for person, name in ((ana, "Ana Ruiz"), (mara, "Mara Quinn")):
        person.goes_to(page)
        person.follows("Read and sign")
        person.looks_on_a_phone()
        person.fills(typed_name=name, agrees="y")
        person.presses("Sign")
    ana.goes_to(page)
    ana.sees("In force")
    ana.looks_on_a_phone()


def anybody_can_check_the_file(story: Story) -> None:
    """The file as Ana downloads it is the signed one; a byte more is not."""
    ana = story.person("ana")
    path = story.word_path("ana", "Data-sharing agreement")
    ana.goes_to(f"/data-sharing/of/{story.year_id}")
    ana.follows("Certificate of signatures")
    ana.sees("Signed by both sides", "Mara Quinn", "Program manager")
    ana.looks_on_a_phone()
    ana.goes_to("/verify")
    ana.chooses_file("file", path)
    ana.presses("Check")
    ana.sees("byte for byte")
    changed = story.downloads / "changed.docx"
    changed.write_bytes(path.read_bytes() + b" ")
    ana.chooses_file("file", changed)
    ana.presses("Check")
    ana.sees("No document that was signed in this program has this fingerprint.")


ACT = (nothing_is_imported_before, both_sides_agree_on_data, anybody_can_check_the_file)
