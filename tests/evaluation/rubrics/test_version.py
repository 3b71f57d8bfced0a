"""Publishing rubric versions: once, for good, by the province."""

from datetime import timedelta
from pathlib import Path
from shutil import copytree
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from evaluation.rubrics.domain import pack_versions, publish_rubric, unpack_versions
from evaluation.rubrics.errors import RubricError
from evaluation.rubrics.loader import TREES, load_rubric
from evaluation.rubrics.models import RubricVersion
from evaluation.rubrics.queries import find_version, get_version, latest_versions
from evaluation.scoring import Rubric
from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.tenancy import county_context
from tests.fixtures.people import make_member, make_official

pytestmark = pytest.mark.django_db
TREE = TREES / "panzhihua-township"
SYSTEM = Actor.system(None)


@pytest.fixture
def changed_tree(tmp_path: Path) -> Path:
    """The same rubric under the same version, with six active volunteers instead of five."""
    return rewrite(tmp_path, "S/S2.yaml", "value: 5,", "value: 6,")


def rewrite(folder: Path, file: str, old: str, new: str) -> Path:
    tree = folder / "tree"
    if not tree.exists():
        copytree(TREE, tree)
    text = (tree / file).read_text("utf-8")
    assert text.count(old) == 1
    (tree / file).write_text(text.replace(old, new), "utf-8")
    return tree


def test_a_published_version_holds_the_rubric_and_its_digest() -> None:
    rubric = load_rubric(TREE)

    version = publish_rubric(actor=SYSTEM, folder=TREE)

    assert (version.rubric_id, version.version) == ("panzhihua-township", rubric.version)
    assert version.digest == rubric.digest
    stored = get_version("panzhihua-township", rubric.version)
    assert stored.rubric == rubric
    assert stored.rubric.digest == version.digest
    assert stored.effective_from.isoformat() == rubric.effective_from
    assert stored.published_name == "system"


def test_the_same_content_again_changes_nothing() -> None:
    first = publish_rubric(actor=SYSTEM, folder=TREE)

    again = publish_rubric(actor=SYSTEM, folder=TREE)

    assert again.pk == first.pk
    assert RubricVersion.objects.count() == 1
    assert again.published_at == first.published_at


def test_other_content_under_the_same_number_is_refused(changed_tree: Path) -> None:
    published = publish_rubric(actor=SYSTEM, folder=TREE)

    with pytest.raises(Conflict) as refused:
        publish_rubric(actor=SYSTEM, folder=changed_tree)

    assert refused.value.code == "version_taken"
    assert published.digest[:12] in refused.value.detail
    assert [each.digest for each in RubricVersion.objects.all()] == [published.digest]


def test_other_content_under_a_new_number_is_a_version_of_its_own(
    tmp_path: Path, changed_tree: Path
) -> None:
    first = publish_rubric(actor=SYSTEM, folder=TREE)
    rewrite(tmp_path, "rubric.yaml", f'version: "{first.version}"', 'version: "9.0.0"')

    second = publish_rubric(actor=SYSTEM, folder=changed_tree)

    assert [each.version for each in RubricVersion.objects.all()] == [first.version, "9.0.0"]
    assert second.digest != first.digest
    assert latest_versions() == [second]
    assert find_version("panzhihua-township", first.version) == first


def test_a_published_version_is_never_saved_again() -> None:
    version = publish_rubric(actor=SYSTEM, folder=TREE)
    version.effective_from = "2030-01-01"

    with pytest.raises(Conflict) as refused:
        version.save()

    assert refused.value.code == "immutable"
    version.refresh_from_db()
    assert version.effective_from.isoformat() == version.rubric.effective_from


def test_a_published_version_is_never_deleted() -> None:
    version = publish_rubric(actor=SYSTEM, folder=TREE)

    with pytest.raises(Conflict):
        version.delete()

    assert RubricVersion.objects.count() == 1


def test_published_versions_are_not_updated_or_deleted_in_bulk() -> None:
    version = publish_rubric(actor=SYSTEM, folder=TREE)

    with pytest.raises(Conflict):
        RubricVersion.objects.update(digest="0" * 64)
    with pytest.raises(Conflict):
        RubricVersion.objects.all().delete()

    assert RubricVersion.objects.get().digest == version.digest


def test_the_province_may_publish() -> None:
    user = make_official("PROVINCE", "51")

    version = publish_rubric(actor=actor_of(user), folder=TREE)

    assert version.published_by_uuid == user.uuid
    assert version.published_name == user.display_name


@pytest.mark.parametrize("role", ["PREFECTURE", "PLATFORM"])
def test_other_officials_may_not_publish(role: str) -> None:
    actor = actor_of(make_official(role, "5104"))

    with pytest.raises(Forbidden):
        publish_rubric(actor=actor, folder=TREE)

    assert RubricVersion.objects.count() == 0


def test_a_county_may_not_publish() -> None:
    user = make_member("BUREAU")
    with county_context("510402"):
        actor = actor_of(user)

    with pytest.raises(Forbidden):
        publish_rubric(actor=actor, folder=TREE)


def test_a_broken_tree_is_refused_with_file_and_key(tmp_path: Path) -> None:
    tree = rewrite(tmp_path, "S/S2.yaml", 'clause: "2.1"\n', "")

    with pytest.raises(RubricError, match=r"S/S2\.yaml: clause"):
        publish_rubric(actor=SYSTEM, folder=tree)

    assert RubricVersion.objects.count() == 0


def test_a_version_that_is_not_published_is_not_found() -> None:
    assert find_version("panzhihua-township", "0.0.1") is None

    with pytest.raises(NotFound, match=r"0\.0\.1"):
        get_version("panzhihua-township", "0.0.1")


def test_the_command_publishes_by_name_and_says_so(capsys: pytest.CaptureFixture) -> None:
    call_command("publish_rubric", "panzhihua-township")
    call_command("publish_rubric", "panzhihua-township")

    version = RubricVersion.objects.get()
    assert capsys.readouterr().out.splitlines() == [
        f"{version} published, digest {version.digest}",
        f"{version} published already, digest {version.digest}",
    ]


def test_the_command_publishes_a_folder(changed_tree: Path) -> None:
    call_command("publish_rubric", str(changed_tree))

    assert RubricVersion.objects.get().digest == load_rubric(changed_tree).digest


def test_the_command_without_a_name_publishes_every_tree_of_the_program() -> None:
    call_command("publish_rubric")

    assert {each.rubric_id for each in RubricVersion.objects.all()} == {"panzhihua-township"}


def test_the_command_refuses_what_is_no_rubric(tmp_path: Path, changed_tree: Path) -> None:
    publish_rubric(actor=SYSTEM, folder=TREE)

    with pytest.raises(CommandError, match="panzhihua-township"):
        call_command("publish_rubric", "no-such-rubric")
    with pytest.raises(CommandError, match=r"rubric\.yaml"):
        call_command("publish_rubric", str(tmp_path))
    with pytest.raises(CommandError):
        call_command("publish_rubric", str(changed_tree))


def test_content_that_its_digest_does_not_fit_is_not_taken_in() -> None:
    publish_rubric(actor=SYSTEM, folder=TREE)
    (row,) = pack_versions([("panzhihua-township", "1.2.0"), ("another", "1.0.0")])
    row |= {"version": "1.0.1", "uuid": uuid4()}

    with pytest.raises(Invalid) as refused:
        unpack_versions([row])

    assert refused.value.code == "damaged"
    assert [each.version for each in RubricVersion.objects.all()] == ["1.2.0"]


def test_a_version_that_came_later_but_is_older_is_not_the_latest(changed_tree: Path) -> None:
    newer = publish_rubric(actor=SYSTEM, folder=TREE)
    content = newer.content | {"version": "0.9.0"}
    row = {"version": "0.9.0", "content": content, "digest": Rubric.from_data(content).digest}
    past = {"uuid": uuid4(), "published_at": newer.published_at - timedelta(days=400)}

    unpack_versions([pack_versions([(newer.rubric_id, newer.version)])[0] | row | past])

    assert latest_versions() == [newer]
    assert RubricVersion.objects.count() == 2
