"""The A6 badge with ReportLab: python draw.py cold|warm|batch|size TIMES. One number a line."""

import time

START = time.perf_counter()

import io
import json
import sys

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 105, 148
pdfmetrics.registerFont(TTFont("Regular", "NotoSans-Regular.ttf"))
pdfmetrics.registerFont(TTFont("Bold", "NotoSans-Bold.ttf"))


def lines_of(text, font, size, width):
    """Words into lines of a width in points."""
    lines = []
    for word in text.split():
        if lines and pdfmetrics.stringWidth(lines[-1] + " " + word, font, size) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def fitted(canvas, text, font, box, most, least, max_lines, colour, leading=1.1):
    """Text as large as it fits into a box (x, y from the top, width, height; all in mm), wrapped at words."""
    x, y, width, height = box
    size = most
    while size > least:
        lines = lines_of(text, font, size * mm, width * mm)
        wide = max((pdfmetrics.stringWidth(line, font, size * mm) for line in lines), default=0)
        if len(lines) <= max_lines and wide <= width * mm and len(lines) * size * leading <= height:
            break
        size *= 0.96
    canvas.setFont(font, size * mm)
    canvas.setFillColor(HexColor(colour))
    for number, line in enumerate(lines_of(text, font, size * mm, width * mm)[:max_lines]):
        canvas.drawString(x * mm, (HEIGHT - y - size - number * size * leading) * mm, line)


def wave(canvas, y, colour):
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(0.35 * mm)
    path = canvas.beginPath()
    path.moveTo(9 * mm, (HEIGHT - y) * mm)
    for number in range(6):
        x, bend = 9 + number * 14.5, 1.4 if number % 2 else -1.4
        path.curveTo((x + 7.25) * mm, (HEIGHT - y) * mm, (x + 7.25) * mm, (HEIGHT - y + bend) * mm, (x + 14.5) * mm, (HEIGHT - y + bend) * mm)
    canvas.drawPath(path)


def qr(canvas, text):
    widget = QrCodeWidget(text, barLevel="M")
    widget.qr.make()
    count = widget.qr.getModuleCount()
    side = 33.2 / (count + 8)
    canvas.setFillColor(HexColor("#000000"))
    path = canvas.beginPath()
    for row in range(count):
        for column in range(count):
            if widget.qr.isDark(row, column):
                path.rect((66.8 + (column + 4) * side) * mm, (HEIGHT - 96.2 - (row + 5) * side) * mm, side * mm, side * mm)
    canvas.drawPath(path, stroke=0, fill=1)


def badge(canvas, event, person):
    wave(canvas, 38.2, "#bdd8e6")
    wave(canvas, 39.4, "#7cc0e2")
    fitted(canvas, event["event"], "Bold", (9, 18, 87, 12), 4.4, 3, 2, "#104866", 1.2)
    fitted(canvas, event["dates"], "Regular", (9, 30, 87, 5), 3.2, 2.4, 1, "#46545c")
    fitted(canvas, person["given_name"], "Bold", (9, 42, 87, 22), 16, 4.9, 2, "#12242f", 1.05)
    fitted(canvas, person["family_name"], "Regular", (9, 64, 87, 17), 10, 4.9, 2, "#12242f", 1.08)
    fitted(canvas, person["organisation"], "Bold", (9, 82, 87, 12.4), 5.2, 3.4, 2, "#104866")
    fitted(canvas, person["title"], "Regular", (9, 94.4, 55, 10), 4, 2.9, 2, "#46545c")
    for number, line in enumerate(event["supporters"]):
        fitted(canvas, line, "Regular", (9, 110 + number * 3.3, 55, 4), 2.4, 2.1, 1, "#46545c")
    canvas.setFillColor(HexColor("#14577a"))
    canvas.rect(0, 0, WIDTH * mm, 18 * mm, stroke=0, fill=1)
    fitted(canvas, person["ticket_type"], "Bold", (9, 135, 87, 12), 7, 4, 1, "#ffffff")
    qr(canvas, person["qr"])


def pdf(event, people):
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH * mm, HEIGHT * mm))
    for person in people:
        badge(canvas, event, person)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def main():
    how, times = sys.argv[1], int(sys.argv[2])
    with open("badges.json", encoding="utf-8") as file:
        event = json.load(file)
    people = event["people"]
    if how == "cold":
        pdf(event, people[:1])
        print((time.perf_counter() - START) * 1e3)
        return
    # The code behind the typefaces is loaded with the first one.
    pdf(event, people[:1])
    if how == "size":
        print(len(pdf(event, people)))
        return
    for number in range(times):
        some = people if how == "batch" else [people[number % len(people)]]
        start = time.perf_counter()
        pdf(event, some)
        took = (time.perf_counter() - start) * 1e3
        print(took / len(some))


main()
