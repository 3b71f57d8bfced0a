"""What may have happened between a list and a newer one, guessed from codes and names.

Pure: two lists in, drafts of changes out. Names say what the codes do not: a code that is gone
and a new one of the same name in the same county are one division; a town whose villages stand
below another town now was merged into it. What no name explains has ended or begun.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tenants.models import ChangeKind

Names = Mapping[str, str]
PARENT_DIGITS = {12: 9, 9: 6, 6: 4, 4: 2, 2: 0}
# Endings that tell the type of a division and not its name, the longest first.
ENDINGS = (
    *("社区居民委员会", "居民委员会", "村民委员会", "社区居委会", "居委会", "村委会", "社区", "村"),
    *("街道办事处", "街道", "民族乡", "镇", "乡", "自治县", "县", "市", "区"),
)


@dataclass
class Draft:
    """A change as propose_change takes it."""

    kind: str
    old: list[str] = field(default_factory=list)
    new: list[tuple[str, str]] = field(default_factory=list)
    below: dict[str, tuple[str, str]] = field(default_factory=dict)


def stem(name: str) -> str:
    """The name without what tells the type: 银江镇 and 银江街道 are one place."""
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def parent(code: str) -> str:
    return code[: PARENT_DIGITS[len(code)]]


def match(present: Names, loaded: Names) -> list[Draft]:
    """The changes that lead from one list to the other, the upper levels first."""
    found = Matcher(present, loaded)
    drafts = found.renames()
    for digits in (2, 4, 6, 9, 12):
        drafts += found.followed(digits)
    drafts += found.begun()
    return sorted(drafts, key=lambda draft: min(map(len, [*draft.old, *dict(draft.new)])))


class Matcher:
    """The two lists with what is still to be explained of each."""

    def __init__(self, present: Names, loaded: Names) -> None:
        self.present, self.loaded = present, loaded
        self.gone = {code for code in present if code not in loaded}
        self.new = {code for code in loaded if code not in present}
        self.children: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.gone):
            self.children[parent(code)].append(code)
        # New codes by place and name: where one that is gone may stand now.
        self.by_stem: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        for code in sorted(self.new):
            for place in {code[:4], code[:6], parent(code)}:
                self.by_stem[place, len(code), stem(loaded[code])].append(code)

    def named_like(self, code: str, place: str) -> list[str]:
        """New codes of this level in a place with the stem of this name, not yet explained."""
        found = self.by_stem.get((place, len(code), stem(self.present[code])), ())
        return [one for one in found if one in self.new]

    def renames(self) -> list[Draft]:
        """Codes with another name: one draft a parent; only the ending differs: another type."""
        drafts: dict[tuple[str, str], Draft] = {}
        for code in sorted(set(self.present) & set(self.loaded)):
            before, after = self.present[code], self.loaded[code]
            if before != after:
                same = stem(before) == stem(after)
                kind = ChangeKind.TYPE_CHANGE if same else ChangeKind.RENAME
                draft = drafts.setdefault((kind, parent(code)), Draft(kind))
                draft.old.append(code)
                draft.new.append((code, after))
        return list(drafts.values())

    def followed(self, digits: int) -> list[Draft]:
        """What became of the codes of a level that are gone; those below are explained along."""
        into: dict[str, list[str]] = defaultdict(list)
        ended: dict[str, Draft] = {}
        for code in sorted(one for one in self.gone if len(one) == digits):
            if follower := self.follower(code):
                into[follower].append(code)
            else:
                draft = ended.setdefault(parent(code), Draft(ChangeKind.END))
                draft.old.append(code)
                self.explain_all(code)
        return [*self.joined(into), *ended.values()]

    def explain_all(self, code: str) -> None:
        """A division that ended takes along what is gone below it."""
        self.gone.discard(code)
        for child in self.children[code]:
            self.explain_all(child)

    def follower(self, code: str) -> str | None:
        """The code that follows: a new one of the same name, else where those below stand now."""
        return self.namesake(code) or self.heir(code)

    def namesake(self, code: str) -> str | None:
        """A new code of this name: in the county the likest, in the prefecture the only one."""
        near = self.named_like(code, code[:6] if len(code) > 6 else parent(code))
        if near:
            name = self.present[code]
            likeness = [(parent(one) != parent(code), self.loaded[one] != name) for one in near]
            return min(zip(likeness, near, strict=True))[1]
        far = self.named_like(code, code[:4])
        return far[0] if len(far) == 1 else None

    def heir(self, code: str) -> str | None:
        """The division below which most of those that stood below this one stand now."""
        votes: Counter[str] = Counter()
        for child in self.children[code]:
            votes.update({parent(one) for one in self.named_like(child, code[:6])})
        return votes.most_common(1)[0][0] if votes else None

    def joined(self, into: Mapping[str, list[str]]) -> Iterable[Draft]:
        """One draft for each code that follows others, single villages gathered by their town."""
        pairs: dict[tuple[str, str], Draft] = {}
        for follower, codes in into.items():
            name = self.loaded.get(follower, "")
            kind = self.kind_of(codes, follower)
            key = (kind, parent(codes[0])) if kind != ChangeKind.MERGE else (kind, follower)
            draft = pairs.setdefault(key, Draft(kind))
            draft.old += codes
            draft.new.append((follower, name if follower in self.new else ""))
            for code in codes:
                self.gone.discard(code)
                self.explain_below(code, follower, draft)
            self.new.discard(follower)
        return pairs.values()

    def kind_of(self, codes: list[str], follower: str) -> ChangeKind:
        if len(codes) > 1 or follower not in self.new:
            return ChangeKind.MERGE
        before, after = self.present[codes[0]], self.loaded[follower]
        if before != after and parent(codes[0]) == parent(follower):
            return ChangeKind.TYPE_CHANGE
        return ChangeKind.TRANSFER

    def explain_below(self, code: str, follower: str, draft: Draft) -> None:
        """Those below a code that is gone: to a namesake below what follows it, else ended."""
        for child in self.children[code]:
            near = self.named_like(child, follower)
            target = (near or self.named_like(child, follower[:6]) or [""])[0]
            draft.below[child] = (target, self.loaded.get(target, ""))
            self.gone.discard(child)
            self.new.discard(target)
            if target:
                self.explain_below(child, target, draft)
            else:
                self.explain_all(child)

    def begun(self) -> list[Draft]:
        """What no name explains is new; a whole new branch is one draft."""
        drafts: dict[str, Draft] = {}
        for code in sorted(self.new, key=lambda one: (len(one), one)):
            top = parent(code)
            while top in self.new:
                top = parent(top)
            draft = drafts.setdefault(top, Draft(ChangeKind.BEGIN))
            draft.new.append((code, self.loaded[code]))
        return list(drafts.values())
