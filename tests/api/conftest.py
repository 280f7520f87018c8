"""Programs that act for the cast."""

import json

import pytest
from django.test import Client

from wonback.team.models import Token


@pytest.fixture
def acting_for(noon):
    """A program with a token of that person: `program.get(path)`, `program.post(path, told)`."""

    def made(person, scope="write"):
        _token, key = Token.issue(person, name="script", scope=scope, at=noon)
        return Program(key)

    return made


class Program:
    def __init__(self, key):
        self.client = Client(headers={"authorization": f"Bearer {key}"}, raise_request_exception=False)

    def get(self, path, **query):
        return self.client.get(f"/api/v1{path}", query)

    def post(self, path, told=None):
        body = told if isinstance(told, bytes) else json.dumps(told if told is not None else {})
        return self.client.post(f"/api/v1{path}", body, content_type="application/json")
