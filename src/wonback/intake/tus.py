"""Files in pieces, by tus 1.0.0 (tus.io): core, creation, termination. One page of a protocol that many programs speak.

Who may, and to which import a file belongs, is decided before; here are only its headers.
"""

import base64
import binascii
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wonback.intake import files
from wonback.intake.errors import NotATable, OutOfStep
from wonback.intake.models import Arrival, Batch
from wonback.intake.values import counted

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"


def answered(status: int, **headers: object) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = str(value)
    return response


def abilities() -> HttpResponse:
    """What a program may ask of us."""
    return answered(204, Tus_Version=VERSION, Tus_Extension="creation,termination", Tus_Max_Size=files.MOST_BYTES)


def strange(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who speaks another version."""
    return None if request.headers.get("Tus-Resumable") == VERSION else answered(412, Tus_Version=VERSION)


def create(request: HttpRequest, batch: Batch, *, at: str) -> HttpResponse:
    """Expect a file; tell where its pieces are to be sent. `at` is the address of the files of this import."""
    if no := strange(request):
        return no
    size = counted(request.headers.get("Upload-Length", ""))
    if size is None:
        return answered(400)
    arrival = Arrival.expect(batch, name_in(request.headers.get("Upload-Metadata", "")), size=size)
    return answered(201, Location=f"{at}{arrival.place}", Upload_Offset=0)


def name_in(metadata: str) -> str:
    """The name of a file, as tus carries it: `filename` and its letters in base64."""
    for pair in metadata.split(","):
        key, _blank, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError) as error:
                raise NotATable(_("Write the file's name in base64.")) from error
    return ""


def tell(arrival: Arrival) -> HttpResponse:
    """How much of it is here."""
    return answered(200, Upload_Offset=arrival.received, Upload_Length=arrival.size)


def take(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    """The next piece."""
    if no := strange(request):
        return no
    offset = counted(request.headers.get("Upload-Offset", ""))
    if request.content_type != PIECE or offset is None:
        return answered(415)
    try:
        return answered(204, Upload_Offset=arrival.take(cast("BinaryIO", request), offset=offset))
    except OutOfStep:
        return answered(409, Upload_Offset=arrival.received)


def give_up(arrival: Arrival) -> HttpResponse:
    """It will not come."""
    arrival.give_up()
    return answered(204)
