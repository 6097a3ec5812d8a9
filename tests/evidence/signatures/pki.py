"""An own small world of trust, and papers signed in it. Everybody and everything named here is made up.

The certificates of the leader and of the office ended in 2024: papers signed in 2023 must be judged at that time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from io import BytesIO

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from parcli.evidence.trust import Trust

VIETNAM = timezone(timedelta(hours=7))
SIGNED = datetime(2023, 11, 15, 9, 30, tzinfo=VIETNAM)
TEXT = b"BT /F0 14 Tf 72 700 Td (Bao cao so 05/BC-SNV) Tj ET"
OTHER_TEXT = b"BT /F0 14 Tf 72 700 Td (Noi dung khac) Tj ET"


@dataclass(frozen=True)
class Identity:
    """A key, its certificate, and those above it."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_info(self) -> keys.PrivateKeyInfo:
        coding, form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        return keys.PrivateKeyInfo.load(self.key.private_bytes(coding, form, serialization.NoEncryption()))


@dataclass(frozen=True)
class Pki:
    """Who may sign what: two worlds, of which only that of `root` is known to the office."""

    root: Identity
    middle: Identity
    leader: Identity
    office: Identity
    other_office: Identity
    expired: Identity
    only_digital: Identity
    web_server: Identity
    authority_of_time: Identity
    own_root: Identity
    stranger: Identity
    stranger_of_time: Identity

    @property
    def trust(self) -> Trust:
        return Trust((self.root.der,), "0" * 64)


def named(common: str, organisation: str = "", unit: str = "") -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.ORGANIZATIONAL_UNIT_NAME, unit)]
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in [*parts, (NameOID.COMMON_NAME, common)] if text])


def issue(
    name: x509.Name,
    by: Identity | None,
    *,
    years: tuple[int, int] = (2021, 2024),
    authority: bool = False,
    usage: tuple[str, ...] = ("content_commitment", "digital_signature"),
    purposes: tuple[x509.ObjectIdentifier, ...] = (),
) -> Identity:
    """Issue a certificate valid from the first day of one year to the last of another; `by` None makes a root."""
    # The time stamper of pyHanko's test kit signs with RSA only; its keys take longer to make.
    key = rsa.generate_private_key(65537, 2048) if ExtendedKeyUsageOID.TIME_STAMPING in purposes else ec.generate_private_key(ec.SECP256R1())
    bits = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign")
    flags = {bit: bit in (("key_cert_sign", "crl_sign") if authority else usage) for bit in bits}
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.certificate.subject if by else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(years[0], 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(years[1], 12, 31, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**flags, encipher_only=False, decipher_only=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    above = (by.certificate, *by.above) if by else ()
    return Identity(key, builder.sign(by.key if by else key, hashes.SHA256()), above)


@cache
def pki() -> Pki:
    """Return the one world of this run; keys are made anew in each."""
    root = issue(named("Chứng thực gốc thử nghiệm"), None, years=(2015, 2045), authority=True)
    middle = issue(named("Chứng thực cơ quan thử nghiệm", "Ban Thử nghiệm"), root, years=(2016, 2040), authority=True)
    own_root = issue(named("Chứng thực gốc tự lập"), None, years=(2015, 2045), authority=True)
    time_stamping = (ExtendedKeyUsageOID.TIME_STAMPING,)
    return Pki(
        root,
        middle,
        leader=issue(named("Nguyễn Văn Mẫu", "Sở Nội vụ", "Ban Giám đốc"), middle),
        office=issue(named("SỞ NỘI VỤ", "UỶ BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"), middle),
        other_office=issue(named("Trần Thị Thử", "Sở Xây dựng"), middle),
        expired=issue(named("Nguyễn Văn Mẫu", "Sở Nội vụ"), middle, years=(2019, 2022)),
        only_digital=issue(named("Lê Văn Ví Dụ", "Sở Nội vụ"), middle, usage=("digital_signature",)),
        web_server=issue(named("mau.vn", "Sở Nội vụ"), middle, purposes=(ExtendedKeyUsageOID.SERVER_AUTH,)),
        authority_of_time=issue(named("Cấp dấu thời gian thử nghiệm"), middle, years=(2016, 2040), purposes=time_stamping),
        own_root=own_root,
        stranger=issue(named("Nguyễn Văn Mẫu", "Sở Nội vụ"), own_root),
        stranger_of_time=issue(named("Cấp dấu thời gian tự lập"), own_root, years=(2016, 2040), purposes=time_stamping),
    )


def _loaded(*certificates: x509.Certificate) -> list[asn1.Certificate]:
    return [asn1.Certificate.load(each.public_bytes(serialization.Encoding.DER)) for each in certificates]


def raw(*objects: bytes) -> bytes:
    """Write a PDF by hand; object 1 is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return bytes(out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + end)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def paper(size: int = 0, catalogue: bytes = b"", page: bytes = b"", *more: bytes) -> bytes:
    """Write a page of text: 1 catalogue, 2 pages, 3 the page, 4 its content, 5 its font, 6 a text that nothing shows.

    `size` adds that many bytes as object 7, painted nowhere; `more` are further objects from 8 on.
    """
    return raw(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F0 5 0 R>>>>/Contents 4 0 R%s>>" % page,
        stream(TEXT),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
        stream(OTHER_TEXT),
        stream(b"\0" * size),
        *more,
    )


class _Signer(PdfSigner):
    """A signer whose clock is set."""

    moment = SIGNED

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session

    def _enforce_certification_constraints(self, reader):
        """Whoever forges does not ask what the signer before allowed."""


def stamper(authority: Identity, at: datetime = SIGNED) -> DummyTimeStamper:
    """Return an authority that stamps everything with one time."""
    store = SimpleCertificateStore()
    store.register_multiple(_loaded(*authority.above))
    return DummyTimeStamper(*_loaded(authority.certificate), authority.key_info, certs_to_embed=store, fixed_dt=at, include_nonce=False)


def sign(
    content: bytes,
    who: Identity,
    at: datetime = SIGNED,
    *,
    field: str = "ChuKy1",
    stamp: DummyTimeStamper | None = None,
    pades: bool = False,
    locked: bool = False,
    md: str = "sha256",
    visible: bool = True,
) -> bytes:
    """Sign a paper as one more update of it; `locked` forbids every later change, `pades` leaves the time to /M."""
    store = SimpleCertificateStore()
    store.register_multiple(_loaded(*who.above))
    signer = SimpleSigner(*_loaded(who.certificate), who.key_info, store)
    about = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=md,
        subfilter=SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        certify=locked,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    box = (400, 500, 560, 560) if visible else None
    pdf_signer = _Signer(about, signer, timestamper=stamp, new_field_spec=SigFieldSpec(field, box=box))
    pdf_signer.moment = at
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    if writer.prev.encrypted:
        writer.encrypt(b"")
    return pdf_signer.sign_pdf(writer, existing_fields_only=False).getvalue()


def stamp_document(content: bytes, authority: Identity, at: datetime = SIGNED) -> bytes:
    """Put a time stamp over the whole document."""
    from pyhanko.sign.signers import PdfTimeStamper

    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    return PdfTimeStamper(stamper(authority, at), field_name="DauThoiGian").timestamp_pdf(writer, "sha256").getvalue()


def update(content: bytes, objects: dict[int, bytes], freed: tuple[int, ...] = ()) -> bytes:
    """Append an update that replaces or adds objects, or frees them, as any editor could."""
    with pikepdf.open(BytesIO(content)) as pdf:
        size, root = max(int(pdf.trailer.Size), *objects, *freed) + 1, pdf.Root.objgen[0]
    previous = int(content[content.rfind(b"startxref") + 9 :].split()[0])
    out, table = bytearray(content), bytearray()
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    for number in freed:
        table += b"%d 1\n0000000000 00001 f \n" % number
    place = len(out)
    out += b"xref\n%s" % table
    out += b"trailer<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, previous, place)
    return bytes(out)


def next_number(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return int(pdf.trailer.Size)


def lay_over(content: bytes, subtype: bytes = b"Square") -> bytes:
    """Lay a white box over the text, as an annotation."""
    number = next_number(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        page = pdf.pages[0].obj
        others = b" ".join(b"%d 0 R" % one.objgen[0] for one in page.get("/Annots", ()))
        del page["/Annots"]
        body = page.unparse(resolved=True)
    box = b"<</Type/Annot/Subtype/%s/Rect[60 690 400 720]/IC[1 1 1]/C[1 1 1]/F 4/AP<</N %d 0 R>>>>" % (subtype, number + 1)
    form = stream(b"1 1 1 rg 0 0 340 30 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 340 30]")
    return update(content, {3: body[:-2] + b"/Annots[%s %d 0 R]>>" % (others, number), number: box, number + 1: form})
