from __future__ import annotations

from collections.abc import Callable

from sbom import Contact, Inventory, Organization, WriteOptions, minimum_elements, self_check

Read = Callable[..., Inventory]
SHA1 = "sha1-" + "A" * 27 + "="
SHA512 = "sha512-" + "A" * 86 + "=="


def reasons(inventory: Inventory, options: WriteOptions | None = None) -> dict[str, dict[str, int]]:
    return {
        f"{each.standard}: {each.name}": {missing.reason: missing.count for missing in each.missing}
        for each in minimum_elements(inventory, options)
    }


def test_says_for_each_element_what_is_missing_and_why(read_packages: Read) -> None:
    inventory = read_packages(
        {
            "": {"dependencies": {"a": "1", "gone": "1"}},
            "node_modules/a": {"version": "1.0.0", "integrity": SHA512, "license": "MIT"},
            "node_modules/b": {"version": "1.0.0", "integrity": SHA1},
            "node_modules/c": {"version": "1.0.0", "inBundle": True},
            "node_modules/d": {"resolved": "git://h.example/o.git#c"},
            "node_modules/e": {"version": "1.0.0", "integrity": "nonsense"},
            "node_modules/f": {},
            "w": {"name": "w"},
        }
    )
    found = reasons(inventory)
    assert found["CISA 2025: component hash"] == {
        "a folder, not an archive": 2,
        "bundled: covered by the archive it comes in": 1,
        "from git: the commit stands for it": 1,
        "the integrity text is invalid": 1,
        "the lockfile has no integrity": 1,
    }
    assert (
        found["BSI TR-03183-2: SHA-512 of the deployable component"][
            "the lockfile has a weaker digest only"
        ]
        == 1
    )
    assert found["NTIA 2021: component version"] == {
        "a lockfile does not say it": 1,
        "from git: the commit stands for it": 1,
        "package.json has no version": 1,
    }
    assert found["NTIA 2021: dependency relationship"] == {"not installed": 1}
    assert found["NTIA 2021: unique identifier"] == {
        "local: a purl would name a package of the registry; the bom-ref identifies it": 1
    }
    assert found["CISA 2025: license"] == {
        "package.json has no license": 1,
        "the lockfile has none": 6,
    }
    assert found["BSI TR-03183-2: filename"]["from git: there is no archive"] == 1
    assert found["NTIA 2021: author of SBOM data"] == {"give an author": 1}
    assert found["NTIA 2021: timestamp"] == {"give a time": 1}
    assert found["BSI TR-03183-2: executable property"] == {"a lockfile does not say it": 8}


def test_options_fill_in_what_only_the_maker_knows(read_packages: Read) -> None:
    options = WriteOptions(
        timestamp=0,
        tool_version="1",
        authors=(Contact("A"),),
        manufacturer=Organization("M", "https://m.example"),
        per_location=True,
    )
    found = reasons(read_packages({}), options)
    for name in (
        "NTIA 2021: author of SBOM data",
        "NTIA 2021: timestamp",
        "NTIA 2021: supplier",
        "CISA 2025: tool name and version",
        "BSI TR-03183-2: creator of the SBOM",
        "BSI TR-03183-2: SBOM-URI",
    ):
        assert found[name] == {}


def test_elements_count_up_and_name_examples(read_packages: Read) -> None:
    inventory = read_packages({f"node_modules/{name}": {"version": "1"} for name in "abcde"})
    element = next(each for each in minimum_elements(inventory) if each.name == "component hash")
    assert (element.present, element.total, element.is_complete) == (0, 6, False)
    missing = {each.reason: each.examples for each in element.missing}
    assert missing["the lockfile has no integrity"] == ("a@1", "b@1", "c@1")


def test_a_project_without_a_name_is_told(read: Read) -> None:
    inventory = read({"package-lock.json": {"lockfileVersion": 3, "packages": {}}})
    assert reasons(inventory)["NTIA 2021: component name"] == {"package.json has no name": 1}


def test_the_text_says_it_element_by_element(read_packages: Read) -> None:
    text = self_check(read_packages({"node_modules/a": {"version": "1.0.0"}}))
    assert text.startswith(
        "NTIA 2021\n       0 of 1      author of SBOM data\n         1 without: give an author\n"
    )
    assert (
        "       0 of 2      component hash\n"
        "         1 without: a folder, not an archive, such as app@1.0.0\n"
        "         1 without: the lockfile has no integrity, such as a@1.0.0\n"
    ) in text
