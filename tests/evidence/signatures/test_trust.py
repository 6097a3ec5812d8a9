"""The roots that an office puts into trust/."""

from __future__ import annotations

import pickle
from hashlib import sha256

import pytest
from evidence.signatures.pki import pki

from parcli.evidence.trust import Trust, load


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "trust"
    place.mkdir()
    return place


def test_pem_and_der_and_several_in_one_file_are_read_once_each_and_sorted(folder):
    world = pki()
    (folder / "goc.pem").write_bytes("Chứng thư gốc\n".encode() + world.root.pem + b"\n" + world.middle.pem)
    (folder / "GOC.CRT").write_bytes(world.root.der)
    (folder / "khac.cer").write_bytes(world.own_root.pem.replace(b"\n", b"\r\n"))
    trust = load(folder)
    assert trust.roots == tuple(sorted({world.root.der, world.middle.der, world.own_root.der}))
    assert trust.digest == sha256(b"".join(trust.roots)).hexdigest()
    assert trust.refused == ()


def test_no_folder_and_an_empty_one_give_no_roots(folder, tmp_path):
    assert load(folder) == load(tmp_path / "none") == Trust() == Trust((), "", ())


def test_what_is_no_authority_is_refused_with_the_reason(folder):
    world = pki()
    (folder / "a-leader.pem").write_bytes(world.leader.pem)
    (folder / "b-note.pem").write_text("not here")
    (folder / "c-empty.cer").write_bytes(b"")
    (folder / "d-broken.crt").write_bytes(world.root.der[:-9])
    (folder / "e-large.cer").write_bytes(b"0" * (1024 * 1024 + 1))
    (folder / "f-folder.cer").mkdir()
    (folder / "g-mixed.pem").write_bytes(world.leader.pem + world.root.pem + b"-----BEGIN CERTIFICATE-----\n***\n-----END CERTIFICATE-----\n")
    (folder / "readme.txt").write_text("no certificate")
    trust = load(folder)
    assert trust.roots == (world.root.der,)
    assert trust.refused == (
        ("a-leader.pem", "not the certificate of an authority"),
        ("b-note.pem", "not a certificate"),
        ("c-empty.cer", "not a certificate"),
        ("d-broken.crt", "not a certificate"),
        ("e-large.cer", "1048577 bytes, the limit is 1048576"),
        ("f-folder.cer", "not a file"),
        ("g-mixed.pem", "not a certificate"),
        ("g-mixed.pem", "not the certificate of an authority"),
    )


def test_links_are_not_followed(folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "goc.pem").write_bytes(pki().root.pem)
    try:
        (folder / "goc.pem").symlink_to(outside / "goc.pem")
        (tmp_path / "linked").symlink_to(outside)
    except OSError:
        pytest.skip("links cannot be made here")
    assert load(folder) == Trust((), "", (("goc.pem", "a link"),))
    assert load(tmp_path / "linked") == Trust((), "", (("", "a link"),))


def test_too_many_files_give_no_roots_rather_than_some(folder):
    for number in range(501):
        (folder / f"{number}.pem").write_bytes(b"")
    assert load(folder) == Trust((), "", (("", "501 files, the limit is 500"),))


def test_trust_travels_to_workers(folder):
    (folder / "goc.pem").write_bytes(pki().root.pem)
    trust = load(folder)
    assert pickle.loads(pickle.dumps(trust)) == trust
    assert len({trust, load(folder)}) == 1
