#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the alerts of an Eyrie host, each once, also when this or the host is stopped in between.

    subscribe.py ADDRESS TOKEN_FILE [COUNT]

ADDRESS is host:port or unix:/path. TOKEN_FILE keeps the place between two runs. With COUNT it ends
after so many alerts. Needs python3-grpcio and python3-protobuf (Debian's names), and the messages:

    protoc -I api/alerts/src/main/protobuf --python_out=. eyrie/alerts/v1/alerts.proto
"""

import os
import sys
import time

import grpc

from eyrie.alerts.v1 import alerts_pb2 as eyrie

PASSING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


def read(path):
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def keep(path, token):
    """Whoever reads the file finds the old token or the new one, never half of it."""
    with open(path + ".new", "w", encoding="ascii") as file:
        file.write(token)
    os.replace(path + ".new", path)


def handle(alert):
    print(eyrie.Priority.Name(alert.priority), alert.rule, alert.message, sep=" | ", flush=True)


def main():
    address, place = sys.argv[1:3]
    left = int(sys.argv[3]) if len(sys.argv) > 3 else None
    # Notices within half a minute that the host went away without a word.
    options = [("grpc.keepalive_time_ms", 20_000), ("grpc.keepalive_timeout_ms", 10_000)]
    channel = grpc.insecure_channel(address, options)
    subscribe = channel.unary_stream(
        "/eyrie.alerts.v1.AlertService/Subscribe",
        request_serializer=eyrie.SubscribeRequest.SerializeToString,
        response_deserializer=eyrie.SubscribeResponse.FromString,
    )
    pause = 0.1
    while True:
        request = eyrie.SubscribeRequest(
            resume_token=read(place),
            start=eyrie.START_POSITION_OLDEST,
            filter=eyrie.AlertFilter(minimum_priority=eyrie.PRIORITY_NOTICE),
        )
        try:
            for step in subscribe(request):
                pause = 0.1
                event = step.WhichOneof("event")
                if event == "alert":
                    handle(step.alert)
                elif event == "gap":
                    print("alerts are missing here:", step.gap.reason, file=sys.stderr)
                # Only now: what was not handled comes again.
                keep(place, step.token)
                if event == "alert" and left is not None:
                    left -= 1
                    if left == 0:
                        return
        except grpc.RpcError as failure:
            if failure.code() not in PASSING:
                sys.exit(f"{failure.code().name}: {failure.details()}")
            time.sleep(pause)
            pause = min(2 * pause, 10)


main()
