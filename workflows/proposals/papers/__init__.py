"""The attachments of a proposal: tax form, list of the board, audit, letters."""
