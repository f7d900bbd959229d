"""Drives the review page in headless Chromium over its DevTools pipe; see scripts/review-check.

Only the standard library. Every action after the first address is a key, but choosing the file to
upload (headless browsers show no dialogue) and one click, to see what clicking does.
"""

import base64
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time


class Browser:
    """A page of a headless Chromium, driven over file descriptors 3 and 4."""

    def __init__(self, chromium, profile):
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()

        def connect():
            # The numbers may overlap with 3 and 4, so they move out of the way first.
            a, b = os.dup2(to_browser, 60), os.dup2(from_browser, 61)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--remote-debugging-pipe", f"--user-data-dir={profile}", "--lang=en",
             "--window-size=1280,800", "about:blank"],
            preexec_fn=connect, close_fds=False, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.numbers = itertools.count(1)
        self.session = None
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "DOM", "Network"]:
            self.call(f"{domain}.enable")
        self.resize(1280, 800)

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def message(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.reader, 1 << 16)
            if not piece:
                raise RuntimeError("Chromium ended")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        number = next(self.numbers)
        request = {"id": number, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.writer, data):]
        while True:
            message = self.message()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def wait(self, script, what, seconds=60):
        end = time.time() + seconds
        while time.time() < end:
            try:
                if self.evaluate(f"document.readyState === 'complete' && Boolean({script})"):
                    return
            except RuntimeError:
                pass  # The page is changing.
            time.sleep(0.1)
        raise RuntimeError(f"waited {seconds} s for: {what}; the page says: "
                           + str(self.evaluate("document.body.innerText"))[:2000])

    KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "PageUp": 33,
            "PageDown": 34, "Home": 36, "End": 35}

    def key(self, name):
        code = self.KEYS.get(name, ord(name.upper()[0]))
        event = {"key": name, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code}
        if len(name) == 1:
            event["text"] = name
        if name == "Enter":
            event["text"] = "\r"
        self.call("Input.dispatchKeyEvent", type="keyDown", **event)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def wait_for_pictures(self):
        self.wait("Array.from(document.images).every((i) => i.complete && i.naturalWidth)",
                  "pictures")

    def screenshot(self, path):
        # Pictures that are still on their way would be missing.
        self.wait_for_pictures()
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def click(self, x, y):
        for kind in ["mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def fits(self):
        """Whether nothing is wider than the window."""
        return self.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def close(self):
        self.session = None
        try:
            self.call("Browser.close")
        except (RuntimeError, OSError):
            pass
        self.process.wait(timeout=30)


def check(condition, sentence):
    if not condition:
        raise RuntimeError(f"failed: {sentence}")
    print(f"ok: {sentence}")


def sign_in(page, name, password):
    page.wait("document.activeElement.name === 'name'", "the name's field to have the focus")
    page.type(name)
    page.key("Tab")
    page.type(password)
    page.key("Enter")
    page.wait("location.pathname === '/worklist'", "the worklist")


def slice_text(page):
    return page.evaluate("document.querySelector('.plane output').textContent")


def locate_by_click(page, shots):
    page.wait_for_pictures()
    slices = "Array.from(document.querySelectorAll('.plane'), (p) => Number(p.dataset.slice))"
    before = page.evaluate(slices)
    box = page.evaluate("""(() => { const b = document.querySelector('.main .picture')
      .getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()""")
    page.click(box[0] + 0.4 * box[2], box[1] + 0.6 * box[3])
    page.wait("!document.querySelector('.main .mark').hidden", "the mark")
    after = page.evaluate(slices)
    check(before[0] == after[0] and before[1:] != after[1:],
          f"a click in one plane moves the others from {before} to {after}")
    page.screenshot(f"{shots}/click-en.png")
    for plane in "321":
        page.key(plane)
        page.key("Home")


def look_at_sizes(page, shots):
    save = "document.querySelector('#judgement button.main').getBoundingClientRect().bottom"
    for width, height in [(1280, 800), (3840, 2160)]:
        page.resize(width, height)
        # Pictures of another size are fetched when the window has stood still for a moment.
        time.sleep(0.5)
        page.wait_for_pictures()
        bottom = page.evaluate(save)
        check(page.fits() and bottom <= height,
              f"at {width} x {height} all fits, the form ends at {bottom:.0f}")
        page.screenshot(f"{shots}/case-{width}-en.png")
    page.resize(1280, 800)
    time.sleep(0.5)


def judge_by_keyboard(page, correction, shots):
    page.wait("document.activeElement.matches('a.case')", "the first case to have the focus")
    check(page.evaluate("document.querySelectorAll('a.case').length") == 3, "three cases wait")
    page.screenshot(f"{shots}/worklist-en.png")
    page.key("j")
    page.key("k")
    page.key("Enter")
    page.wait("document.activeElement.matches('.plane')", "the first plane to have the focus")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    check(outline == "solid", "the focus is visible")
    page.screenshot(f"{shots}/case-en.png")

    before = slice_text(page)
    for name in ["ArrowUp", "ArrowUp", "PageUp", "ArrowDown"]:
        page.key(name)
    first, after = int(before.split("/")[0]), int(slice_text(page).split("/")[0])
    count = int(before.split("/")[1])
    check(after == min(first + 6, count) or after == min(first + 7, count) - 1,
          f"arrow and page keys scroll from slice {first} to {after} of {count}")
    page.key("Home")
    check(slice_text(page) == before, "Home comes back")
    source = "document.querySelector('.plane img').src"
    for name, part in [("z", "zoom=4"), ("[", "window=0.85"), ("=", "level=0.45")]:
        page.key(name)
        page.wait(f"{source}.includes('{part}')", f"{name} to change the picture")
    overlay = "Number(getComputedStyle(document.querySelector('.overlay')).opacity)"
    for name, value in [(",", 0.6), (",", 0.4), (".", 0.6), ("o", 0), ("o", 0.6)]:
        page.key(name)
        check(abs(page.evaluate(overlay) - value) < 1e-6, f"{name} makes the labels {value} opaque")
    page.key("2")
    page.wait("document.activeElement.matches('.main[data-plane=coronal]')", "key 2")
    page.screenshot(f"{shots}/zoom-en.png")
    check(True, "z, [ and = change magnification and window, 2 enlarges the coronal plane")
    page.key("0")
    page.key("1")
    locate_by_click(page, shots)
    look_at_sizes(page, shots)

    case = "location.pathname"
    here = page.evaluate(case)
    page.key("a")
    page.key("Enter")
    page.wait(f"{case} !== '{here}' && document.querySelector('#viewer')", "the second case")
    check(True, "A, Enter accepts, and the next case opens by itself")

    here = page.evaluate(case)
    page.key("r")
    page.wait("document.activeElement.name === 'code'", "the reasons")
    for _ in range(3):
        page.key("ArrowDown")
    check(page.evaluate("document.activeElement.value") == "boundary", "a reason is chosen by key")
    page.key("Tab")
    page.type("Simulated bulges into the pons")
    page.screenshot(f"{shots}/reject-en.png")
    page.key("Tab")
    page.key("Enter")
    page.wait(f"{case} !== '{here}' && document.querySelector('#viewer')", "the third case")
    check(True, "R, reason, words, Enter rejects")

    page.key("c")
    page.wait("document.activeElement.id === 'upload'", "the file's field")
    root = page.call("DOM.getDocument")["root"]["nodeId"]
    node = page.call("DOM.querySelector", nodeId=root, selector="#upload")["nodeId"]
    page.call("DOM.setFileInputFiles", nodeId=node, files=[correction])
    page.wait("document.querySelector('#upload-status').textContent.includes('Dice')", "the check")
    status = page.evaluate("document.querySelector('#upload-status').textContent")
    check("Dice 1.000" in status, f"the upload is checked: {status}")
    page.key("Enter")
    page.wait("location.pathname === '/worklist'", "the empty worklist")
    check(page.evaluate("document.querySelectorAll('a.case').length") == 0,
          "C, file, Enter corrects, and nothing is left")


def look_in_japanese(page, address, shots):
    page.screenshot(f"{shots}/second-reading-en.png")
    page.key("l")
    page.wait("document.documentElement.lang === 'ja'", "Japanese")
    page.screenshot(f"{shots}/worklist-ja.png")
    page.wait("document.activeElement.matches('a.case')", "the first case")
    page.key("Enter")
    page.wait("document.activeElement.matches('.plane')", "the case")
    text = page.evaluate("document.body.innerText")
    check("二次読影" in text and "bulges" not in text, "the second reader is asked, and blind")
    page.screenshot(f"{shots}/case-ja.png")
    page.key("?")
    page.wait("location.pathname === '/help'", "the keys")
    page.screenshot(f"{shots}/keys-ja.png")
    page.call("Page.navigate", url=f"{address}/judgements")
    page.wait("document.querySelector('#export')", "the judgements")
    page.screenshot(f"{shots}/judgements-ja.png")
    look_at_status(page, address, shots)
    csv = page.evaluate("fetch('/judgements.csv').then((r) => r.text())")
    rows = [line.split(",") for line in csv.strip().split("\r\n")]
    check([row[3] for row in rows[1:]] == ["accept", "reject", "correct"],
          "the export has the three judgements")
    check(rows[2][4] == "boundary: [patient] bulges into the pons",
          "the export has the reason, without the patient's name")
    check(all(0 < float(row[5]) < 600 for row in rows[1:]), "the export has the times")
    found = json.loads(page.evaluate("fetch('/judgements.json').then((r) => r.text())"))
    dice = {s["structure"]: s["dice"] for s in found["judgements"][2]["structures"]}
    check(dice["VS"] == 1 and [j["decision"] for j in found["judgements"]]
          == ["accept", "reject", "correct"], "the export as JSON has the same, and the agreement")
    check("Simulated" not in csv and "SIM-" not in csv, "the export has no patient")


def look_at_status(page, address, shots):
    for language in ["ja", "en"]:
        page.call("Page.navigate", url=f"{address}/status")
        page.wait(f"document.documentElement.lang === '{language}' && document.querySelector('.steps')",
                  "the status page")
        page.screenshot(f"{shots}/status-{language}.png")
        pdf = base64.b64decode(page.call("Page.printToPDF", preferCSSPageSize=True,
                                         printBackground=True)["data"])
        with open(f"{shots}/status-{language}.pdf", "wb") as file:
            file.write(pdf)
        pages = pdf.count(b"/Type /Page") - pdf.count(b"/Type /Pages")
        check(page.fits() and pages == 1, f"the status page ({language}) prints on {pages} sheet")
        page.call("Page.navigate", url=f"{address}/judgements")
        page.wait("document.querySelector('#export')", "the judgements")
        page.key("l")
        page.wait(f"document.documentElement.lang !== '{language}'", "the other language")


def main():
    chromium, address, password, correction, shots = sys.argv[1:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        page = Browser(chromium, profile)
        try:
            page.call("Page.navigate", url=address)
            sign_in(page, "rei", password)
            judge_by_keyboard(page, correction, shots)
            page.call("Network.clearBrowserCookies")
            page.call("Page.navigate", url=address)
            page.screenshot(f"{shots}/sign-in-en.png")
            sign_in(page, "leo", password)
            look_in_japanese(page, address, shots)
            problems = [event["params"]["entry"]["text"] for event in page.events
                        if event.get("method") == "Log.entryAdded"
                        and event["params"]["entry"]["level"] == "error"]
            thrown = [event for event in page.events
                      if event.get("method") == "Runtime.exceptionThrown"]
            check(not problems and not thrown,
                  f"the browser complains of nothing {problems or thrown or ''}".strip())
        finally:
            page.close()


main()
