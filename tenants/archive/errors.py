"""What can be wrong with an archive, each with its own code and sentence."""

from django.utils.translation import gettext as _

from kernel.errors import Invalid


class BadArchive(Invalid):
    """The file cannot be used; `code` says why: not_an_archive, damaged, truncated,
    wrong_passphrase, newer_version, other_tables."""


def not_an_archive() -> BadArchive:
    return BadArchive(_("This file is no archive of a county."), code="not_an_archive")


def damaged(where: str) -> BadArchive:
    text = _("The archive is damaged (%(where)s); nothing was changed.") % {"where": where}
    return BadArchive(text, code="damaged")


def truncated() -> BadArchive:
    text = _("The archive ends too early: it was cut off. Nothing was changed.")
    return BadArchive(text, code="truncated")


def wrong_passphrase() -> BadArchive:
    return BadArchive(_("This passphrase does not open the archive."), code="wrong_passphrase")
