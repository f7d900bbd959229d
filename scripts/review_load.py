"""Makes copies of simulated cases, and loads the review server with readers; see scripts/review-load.

Only the standard library.
"""

import gzip
import http.client
import os
import re
import statistics
import struct
import sys
import threading
import time
import urllib.parse

CASES_EACH = 2
SLICES_EACH = 12


def make_copies(data, count, readers, folder):
    """Images that differ in their description alone: each is another case to the registry.

    Those that no reader opens are single slices: nothing is on them, so they come first in the
    worklist, and readers take theirs from its end.
    """
    os.makedirs(folder)
    opened = int(readers) * CASES_EACH
    truth = os.path.join(data, "truth")
    names = sorted(name[:-len("_Label.nii.gz")] for name in os.listdir(truth))
    scans = os.path.join(data, "crossmoda23_validation")
    names = [name for name in names if os.path.exists(f"{scans}/{name}_T2.nii.gz")]
    images = [bytearray(gzip.open(f"{scans}/{name}_T2.nii.gz").read()) for name in names]
    labels = [bytearray(gzip.open(f"{truth}/{name}_Label.nii.gz").read()) for name in names]
    for n in range(int(count)):
        k = n % len(names)
        # The field `descrip` of NIfTI-1: 80 bytes from byte 148 on.
        images[k][148:228] = f"copy {n}".encode().ljust(80, b"\0")
        for kind, volume in [("T2", images[k]), ("Label", labels[k])]:
            with open(f"{folder}/{n:04d}_{kind}.nii", "wb") as file:
                file.write(volume if n < opened else single_slice(volume))


def single_slice(volume):
    """The first slice of a NIfTI-1 file."""
    width, height = struct.unpack_from("<2h", volume, 42)
    bits = struct.unpack_from("<h", volume, 72)[0]
    start = int(struct.unpack_from("<f", volume, 108)[0])
    slice_ = bytearray(volume[:start + width * height * bits // 8])
    struct.pack_into("<h", slice_, 46, 1)
    return slice_


class Reader(threading.Thread):
    """One reader with a connection of their own; times what they do."""

    def __init__(self, number, address, password, times):
        super().__init__()
        self.number = number
        self.password = password
        self.times = times
        self.error = None
        self.connection = http.client.HTTPConnection(address, timeout=300)
        self.cookie = ""

    def ask(self, kind, method, path, form=None, expected=200):
        headers = {"Cookie": self.cookie}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        data = response.read()
        self.times.setdefault(kind, []).append(time.perf_counter() - start)
        if response.status != expected:
            raise RuntimeError(f"{method} {path}: expected {expected}, found {response.status}")
        if response.headers.get("Set-Cookie"):
            self.cookie = response.headers["Set-Cookie"].split(";")[0]
        return data

    def run(self):
        try:
            self.read()
        except Exception as error:  # Reported by the main thread.
            self.error = error

    def read(self):
        form = {"name": f"reader{self.number}", "password": self.password}
        self.ask("sign in", "POST", "/sign-in", form, 303)
        page = self.ask("worklist", "GET", "/worklist").decode()
        own = re.findall(r'href="(/cases/[0-9a-f]+)"', page)
        # Everybody takes other cases, as readers who divide a list among themselves.
        own.reverse()
        own = own[(self.number - 1) * CASES_EACH:self.number * CASES_EACH]
        for path in own:
            page = self.ask("case, first picture of it read", "GET", path).decode()
            first = int(re.search(r'data-plane="axial".*?data-slice="(\d+)"', page).group(1))
            for n in range(first, first + SLICES_EACH):
                self.ask("slice", "GET", f"{path}/slices/axial/{n}.png?zoom=2&pixels=672")
                self.ask("labels on it", "GET", f"{path}/overlays/axial/{n}.png?zoom=2&pixels=672")
            csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', page).group(1)
            self.ask("judgement", "POST", f"{path}/judgement",
                     {"csrf": csrf, "turn": "first", "decision": "accept", "visible": "1"}, 303)
            self.ask("worklist", "GET", "/worklist")


def run(address, password, count, server):
    host = urllib.parse.urlparse(address).netloc
    times = {}
    readers = [Reader(n + 1, host, password, times) for n in range(int(count))]
    start = time.perf_counter()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    took = time.perf_counter() - start
    for reader in readers:
        if reader.error:
            raise reader.error
    total = sum(map(len, times.values()))
    print(f"{count} readers, {total} requests in {took:.1f} s: {total / took:.0f} a second")
    print("| page | requests | median s | 95 % s | longest s |\n|---|---|---|---|---|")
    for kind, values in times.items():
        values.sort()
        print(f"| {kind} | {len(values)} | {statistics.median(values):.3f} | "
              f"{values[int(0.95 * (len(values) - 1))]:.3f} | {values[-1]:.3f} |")
    status = f"/proc/{server}/status"
    if os.path.exists(status):
        with open(status) as file:
            peak = re.search(r"VmHWM:\s+(\d+)", file.read())
        print(f"peak memory of the server: {int(peak.group(1)) / 1024:.0f} MiB")


if sys.argv[1] == "copies":
    make_copies(*sys.argv[2:])
else:
    run(*sys.argv[2:])
