"""Four programs on a port of this machine: they page, count, forget, refuse and get tired as the real ones do, and note what was asked.

Records are as their documentation shows them. `trouble` is a list of what goes wrong next: each is used up by one request.
"""

import json
import threading
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "pat-eu1-s3cret-of-the-test"
FIELDS = ("reason", "stage", "next_touch", "owner", "link")


class Program:
    """What the four have in common: a door, a patience, and a memory of what was asked."""

    page = 2

    def __init__(self):
        self.records, self.asked, self.writes, self.fields = {}, [], [], set()
        # (status, headers, body): answered to the next request instead of what it asked for.
        self.trouble = []
        self.token = TOKEN
        self.forget_cursors = False

    def answer(self, method, path, params, body, headers):
        self.asked.append((method, path, params))
        if self.trouble:
            return self.trouble.pop(0)
        if not self.is_let_in(headers):
            return 401, {}, self.no("The token is not known")
        found = self.routes(method, path, params, body)
        return found if isinstance(found, tuple) else (200, {}, found)

    def no(self, why):
        return {"status": "error", "message": why}

    def is_let_in(self, headers):
        return headers.get("Authorization") == f"Bearer {self.token}"

    def times(self, path):
        return Counter(asked for _method, asked, _params in self.asked)[path]

    def cut(self, rows, cursor):
        """One page of a list, and where the next one begins."""
        begin = int(cursor or 0)
        return rows[begin : begin + self.page], str(begin + self.page) if begin + self.page < len(rows) else ""

    def written(self, kind, key, values):
        if not self.fields <= set(values) | self.fields:
            return 400, {}, self.no("Property does not exist")
        self.writes.append((kind, key, values))
        self.records.setdefault(("written", kind, key), {}).update(values)
        return {}


class HubSpot(Program):
    def __init__(self):
        super().__init__()
        self.fields = {f"wonback_{name}" for name in FIELDS}
        self.records = {"companies": [], "contacts": [], "deals": []}
        self.bin = {"companies": [], "contacts": [], "deals": []}
        self.window = 10_000

    def add(self, kind, number, changed, company="", **properties):
        modified = "lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"
        record = {"id": str(number), "properties": {**properties, modified: changed}, "archived": False}
        if company:
            record["associations"] = {"companies": {"results": [{"id": str(company), "type": "to_company"}]}}
        others = [one for one in self.records[kind] if one["id"] != str(number)]
        self.records[kind] = [*others, record]

    def archive(self, kind, number, at):
        """Into the bin, into which only those look who ask for it."""
        gone = next(one for one in self.records[kind] if one["id"] == str(number))
        self.records[kind].remove(gone)
        self.bin[kind].append({**gone, "archived": True, "archivedAt": at})

    def routes(self, method, path, params, body):
        parts = path.strip("/").split("/")
        if path == "/crm/v3/owners":
            rows = [{"id": "7", "firstName": "Rosa", "lastName": "Lindqvist", "email": "rosa@example.com"}]
            return {"results": rows}
        if path == "/crm/v3/pipelines/deals":
            stages = [{"id": "closedlost", "label": "Closed lost"}, {"id": "closedwon", "label": "Closed won"}]
            return {"results": [{"id": "default", "stages": stages}, {"id": "second", "stages": []}]}
        if path.startswith("/crm/v3/properties/"):
            return {"results": [{"name": name} for name in sorted(self.fields)]}
        if path.startswith("/crm/v4/associations/"):
            return self.associated(parts[3], body)
        kind = parts[3]
        if parts[-1] == "search":
            return self.search(kind, body)
        if len(parts) == 5:
            return self.one(method, kind, parts[4], body)
        if params.get("after") and self.forget_cursors:
            self.forget_cursors = False
            return 400, {}, self.no("The paging cursor has expired")
        asked = set(params.get("properties", "").split(","))
        there = self.bin if params.get("archived") == "true" else self.records
        rows, after = self.cut(there[kind], params.get("after"))
        return self.paged([self.narrow(row, asked, "associations" in params) for row in rows], after)

    def narrow(self, row, asked, associated):
        told = {**row, "properties": {name: value for name, value in row["properties"].items() if name in asked}}
        return told if associated else {name: value for name, value in told.items() if name != "associations"}

    def paged(self, rows, after):
        return {"results": rows} | ({"paging": {"next": {"after": after}}} if after else {})

    def search(self, kind, body):
        rule = body["filterGroups"][0]["filters"][0]
        since = datetime.fromtimestamp(int(rule["value"]) / 1_000, UTC)
        name = rule["propertyName"]
        changed = [row for row in self.records[kind] if datetime.fromisoformat(row["properties"][name]) >= since]
        changed.sort(key=lambda row: row["properties"][name])
        if int(body.get("after") or 0) >= self.window:
            return 400, {}, self.no("A search gives 10,000 at most")
        rows, after = self.cut(changed, body.get("after"))
        return self.paged([self.narrow(row, set(body["properties"]), associated=False) for row in rows], after)

    def associated(self, kind, body):
        rows = {
            row["id"]: row.get("associations", {}).get("companies", {}).get("results", []) for row in self.records[kind]
        }
        wanted = [one["id"] for one in body["inputs"]]
        return {
            "results": [
                {"from": {"id": key}, "to": [{"toObjectId": int(to["id"])} for to in rows[key]]}
                for key in wanted
                if rows[key]
            ]
        }

    def one(self, method, kind, key, body):
        if key in {one["id"] for one in self.bin[kind]}:
            return 404, {}, self.no("resource not found")
        if method == "PATCH":
            return self.written(kind, key, body["properties"])
        return {"id": key, "properties": self.records.get(("written", kind, key), {})}


class Salesforce(Program):
    def __init__(self):
        super().__init__()
        self.fields = {f"Wonback_{name}__c" for name in ("reason", "stage", "next_touch", "owner", "link")}
        self.records = {"Account": [], "Contact": [], "Opportunity": []}
        self.queries = {}
        self.custom = {"Opportunity": ["Lost_Reason__c"]}

    def routes(self, method, path, params, body):
        parts = path.strip("/").split("/")
        if parts[3] in {"query", "queryAll"} and len(parts) == 4:
            return self.query(params["q"], everything=parts[3] == "queryAll")
        if parts[3] == "query":
            return self.more(parts[4])
        record, rest = parts[4], parts[5]
        if rest == "describe":
            names = ["Id", "Name", *self.custom.get(record, []), *sorted(self.fields)]
            return {"fields": [{"name": name} for name in names]}
        if rest in {row["Id"] for row in self.records[record] if row.get("IsDeleted")}:
            return 404, {}, [{"errorCode": "ENTITY_IS_DELETED", "message": "entity is deleted"}]
        if method == "PATCH":
            self.written(record, rest, body)
            return 204, {}, None
        return {"Id": rest, **self.records.get(("written", record, rest), {})}

    def query(self, text, *, everything):
        record = text.split(" FROM ")[1].split()[0]
        asked = [name.strip() for name in text.removeprefix("SELECT ").split(" FROM ")[0].split(",")]
        unknown = [name for name in asked if name.endswith("__c") and name not in self.custom.get(record, [])]
        if unknown:
            return 400, {}, [{"message": f"No such column '{unknown[0]}'", "errorCode": "INVALID_FIELD"}]
        since = text.split("SystemModstamp >= ")[1].split()[0] if "SystemModstamp >=" in text else ""
        rows = [row for row in self.records[record] if row["SystemModstamp"] >= since]
        # A plain query knows nothing of the bin, whatever it asks for.
        rows = [row for row in rows if everything or not row.get("IsDeleted")]
        rows = [row for row in rows if row.get("IsDeleted") or "IsDeleted = TRUE" not in text]
        key = f"01g{len(self.queries)}"
        self.queries[key] = sorted(rows, key=lambda row: row["SystemModstamp"])
        return self.more(f"{key}-0")

    def more(self, locator):
        key, begin = locator.split("-")
        if self.forget_cursors and begin != "0":
            self.forget_cursors = False
            return 400, {}, [{"message": "invalid query locator", "errorCode": "INVALID_QUERY_LOCATOR"}]
        rows, after = self.cut(self.queries[key], begin)
        told = {"totalSize": len(self.queries[key]), "done": not after, "records": rows}
        return told | ({"nextRecordsUrl": f"/services/data/v62.0/query/{key}-{after}"} if after else {})


class Pipedrive(Program):
    def __init__(self):
        super().__init__()
        self.fields = {f"Wonback {name.replace('_', ' ')}" for name in FIELDS}
        self.records = {"organizations": [], "persons": [], "deals": []}

    def is_let_in(self, headers):
        return headers.get("x-api-token") == self.token

    def no(self, why):
        return {"success": False, "error": why}

    def routes(self, method, path, params, body):
        parts = path.strip("/").split("/")
        if path == "/v1/users/me":
            return {"data": {"id": 7}}
        if path == "/v1/users":
            return {"data": [{"id": 7, "name": "Rosa Lindqvist"}]}
        if path in {"/v1/dealFields", "/v1/organizationFields"}:
            return {"data": [{"key": self.key_of(name), "name": name} for name in sorted(self.fields)]}
        if parts[2] == "stages":
            return {"data": [{"id": 5, "name": "Negotiation"}]}
        if len(parts) == 4 and parts[3] in {str(row["id"]) for row in self.records[parts[2]] if self.is_deleted(row)}:
            return 404, {}, self.no("Not found")
        if len(parts) == 4 and method == "PATCH":
            return self.written(parts[2], parts[3], body["custom_fields"])
        if len(parts) == 4:
            return {"data": {"id": parts[3], "custom_fields": self.records.get(("written", parts[2], parts[3]), {})}}
        rows = [row for row in self.records[parts[2]] if row["update_time"] >= params.get("updated_since", "")]
        if parts[2] == "deals":
            rows = [row for row in rows if self.is_deleted(row) is (params.get("status") == "deleted")]
        rows, cursor = self.cut(sorted(rows, key=lambda row: row["update_time"]), params.get("cursor"))
        return {"success": True, "data": rows, "additional_data": {"next_cursor": cursor or None}}

    @staticmethod
    def is_deleted(row):
        return row.get("status") == "deleted" or bool(row.get("is_deleted"))

    @staticmethod
    def key_of(name):
        return "f" + name.replace(" ", "").lower()


class Stripe(Program):
    def __init__(self):
        super().__init__()
        self.records = {"customers": [], "charges": [], "subscriptions": [], "products": [], "events": []}

    def no(self, why):
        return {"error": {"message": f"{why}: {self.token}", "type": "invalid_request_error"}}

    def routes(self, method, path, params, body):
        parts = path.strip("/").split("/")
        if len(parts) == 3 and parts[2] in self.deleted():
            return 404, {}, self.no("No such customer")
        if len(parts) == 3 and method == "POST":
            values = {name.removeprefix("metadata[").removesuffix("]"): value for name, value in body.items()}
            return self.written("customers", parts[2], values)
        if len(parts) == 3:
            return {"id": parts[2], "metadata": self.records.get(("written", "customers", parts[2]), {})}
        rows = [row for row in self.records[parts[1]] if row["created"] >= int(params.get("created[gte]", 0))]
        if "type" in params:
            rows = [row for row in rows if row["type"] == params["type"]]
        if parts[1] == "subscriptions" and params.get("status") != "all":
            rows = [row for row in rows if row["status"] not in {"canceled", "incomplete_expired"}]
        rows.sort(key=lambda row: -row["created"])
        if params.get("starting_after", "") not in {"", *(row["id"] for row in rows)}:
            return 400, {}, self.no("No such object")
        begin = next((place + 1 for place, row in enumerate(rows) if row["id"] == params.get("starting_after")), 0)
        return {"object": "list", "data": rows[begin : begin + self.page], "has_more": begin + self.page < len(rows)}

    def deleted(self):
        events = (row for row in self.records["events"] if row["type"] == "customer.deleted")
        return {row["data"]["object"]["id"] for row in events}


class Handler(BaseHTTPRequestHandler):
    program: Program

    def do(self):
        parts = urlsplit(self.path)
        params = {name: values[0] for name, values in parse_qs(parts.query).items()}
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_form = "form" in self.headers.get("Content-Type", "")
        body = (
            {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
            if is_form
            else json.loads(text or "null")
        )
        status, headers, told = self.program.answer(self.command, parts.path, params, body, self.headers)
        sent = b"" if told is None else json.dumps(told).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(sent)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = do_PATCH = do  # noqa: N815  # as the library calls them

    def log_message(self, *told):
        """Quietly."""


class Running:
    """One of them, answering on a port of its own."""

    def __init__(self, program):
        handler = type("Handler", (Handler,), {"program": program})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *why):
        self.server.shutdown()
        self.server.server_close()
