"""What a title says: works, addenda, parts, nothing; each with its neighbours, words that only begin alike."""

from __future__ import annotations

import pytest

from bidtracker.domain.titles.addenda import is_addendum
from bidtracker.domain.titles.parts import counting_numbers, named_parts, same_parts
from bidtracker.domain.titles.stems import telling_stems
from bidtracker.domain.titles.words import says_nothing
from bidtracker.domain.titles.works import builds, is_works


@pytest.mark.parametrize(
    "title",
    [
        "Prestation de nettoyage",
        "Prestations de restauration collective",
        "Prestación del servicio de limpieza",
        "Prestação de serviços de limpeza",
        "Prestazione di servizi assicurativi",
        "Building cleaning services",
        "Building management system maintenance",
        "Rehabilitation services for adults",
        "Rehabilitación de pacientes con daño cerebral",
        "Renovação de licenças de software",
        "Renovación de licencias antivirus",
        "Erweiterung der Speicherkapazität",
        "Ausbau der Lizenzen",
        "Reforma del reglamento interno",
        "Stavebnice pro mateřské školy",
        "Budowanie zespołu - szkolenie",
        "Budżet obywatelski - obsługa",
        "Rekonstrukční tým - školení",
        "Constructive dialogue training",
        "Obranný systém",
        "Obraz do galerie",
        "Gradska čistoća",
        "Laboratorní potřeby",
        "Lavorazione dati",
        "Yapı denetimi yazılımı",
        "Construir confianza: talleres",
        "Bouwkundig advies",
        "Umbaumaßnahmen beraten",
    ],
)
def test_what_is_no_building(title: str) -> None:
    assert not builds(title)


@pytest.mark.parametrize(
    "title",
    [
        "Construction of a school",
        "Rehabilitation of roads in the district",
        "Rehabilitación de la fachada del edificio",
        "Renovação da cobertura da escola",
        "Erweiterung der Grundschule Nord, Gebäude C",
        "Neubau Feuerwache",
        "Rekonstrukce mostu",
        "Přístavba základní školy",
        "Stavba č. 0065, tunel",
        "Koordinátor bezpečnosti, st. č. 4679",
        "Vypracování projektové dokumentace na opravu mostu",
        "Przebudowa drogi gminnej",
        "Travaux de voirie",
        "Lavori di manutenzione",
        "Obras de mejora en el colegio",
        "Ndërtimi i shkollës",
        "Renovimi i zyrave",
        "Izgradnja vodovoda",
        "Felújítás: iskola",
        "Реконструкция моста",
        "Капитальный ремонт школы",
        "Rohbauarbeiten Halle 3",
    ],
)
def test_what_is_building(title: str) -> None:
    assert builds(title)


def test_a_class_of_programs_is_not_built_whatever_the_title_says() -> None:
    assert builds("Rekonstrukce serverovny") and not builds("Rekonstrukce SW a HW", "CPV:724")
    assert not builds("Rehabilitation of the hospital wing patients", "CPV:851")


@pytest.mark.parametrize(
    ("kind", "works"),
    [
        ("cpv:452", True),
        ("45", True),
        ("naics:236", True),
        ("Stavebnictví", True),
        ("Construction", True),
        ("Civil engineering works", True),
        ("Roboty budowlane", True),
        ("工程", True),
        ("cpv:441", False),
        ("Construction materials", False),
        ("Construction machinery and equipment", False),
        ("Works of art", False),
        ("Obras de arte", False),
        ("Travaux d'impression", False),
        ("Stavební materiály", False),
        ("Stavebnice a hračky", False),
        ("软件工程", False),
        ("工程咨询", False),
        ("Строительные материалы", False),
        ("Film yapımı", False),
        ("", False),
    ],
)
def test_classes_of_works(kind: str, works: bool) -> None:
    assert is_works(kind) is works


@pytest.mark.parametrize(
    "title",
    [
        "Addendum no. 2",
        "Dodatek č. 3 ke smlouvě",
        "Nachtrag 4 Reinigung",
        "Avenant n° 1 au marché",
        "Termo aditivo ao contrato",
        "Prórroga del contrato de limpieza",
        "Modificación del contrato",
        "Exercise of option for cleaning",
        "Option year 2: guard services",
        "Uplatnění opce na úklid",
        "Prodloužení smlouvy o úklidu",
        "补充协议",
    ],
)
def test_addenda_and_options(title: str) -> None:
    assert is_addendum(title)


@pytest.mark.parametrize(
    "title",
    [
        "Nachtreinigung der Büros",
        "Nachtragende Kinder",
        "Aditivos alimentares",
        "Modified starch",
        "Modificadores de PVC",
        "Dodatki krawieckie",
        "Dodatky do potravin",
        "Viceprezident: kancelář",
        "Share options advice",
        "Options appraisal for the harbour",
        "Ampliación de la red",
        "Annex building cleaning",
        "Optional training",
    ],
)
def test_what_is_no_addendum(title: str) -> None:
    assert not is_addendum(title)


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Winter service, lot II", {"2"}),
        ("Lot A - catering", {"a"}),
        ("Úklid – část B", {"b"}),
        ("Zeleň, úsek č. 4", {"4"}),
        ("úsek1,3,6", {"1", "3", "6"}),
        ("Transport, pj. IV, V dhe VI", {"4", "5", "6"}),
        ("Mirëmbajtja - pjesa e II-të", {"2"}),
        ("Park, 2. etapa + 3. etapa", {"2", "3"}),
        ("etapa 0006 Zbraslav", {"6"}),
        ("Los 3: Reinigung", {"3"}),
        ("Lote 2 y lote 5", {"2", "5"}),
        ("第二标段 采购", {"二"}),
        ("Cleaning of offices 2014", set()),
        ("Part of the building", set()),
        ("A lot of chairs", set()),
        ("Los angeles office", set()),
        ("Teilnahme 4", set()),
        ("Partage 3", set()),
        ("Lottery 7", set()),
    ],
)
def test_parts_of_a_whole(title: str, parts: set[str]) -> None:
    assert named_parts(title) == parts


def test_parts_that_are_not_named_fit_all() -> None:
    first, second, none = frozenset("1"), frozenset("2"), frozenset[str]()
    assert same_parts(first, first) and same_parts(first, none) and same_parts(none, second)
    assert not same_parts(first, second)


@pytest.mark.parametrize(
    "title",
    [
        "Please see attached",
        "PLEASE SEE SPECIFICATION",
        "See tender documents",
        "Siehe Anlage 1",
        "Voir annexe",
        "Véase",
        "viz zadávací dokumentace",
        "patrz załącznik nr 1",
        "TBC",
        "n/a",
        "Various",
        "Contract for services",
        "Furnizimi per",
        "其他",
    ],
)
def test_titles_that_say_nothing(title: str) -> None:
    assert says_nothing(title)


@pytest.mark.parametrize(
    "title",
    [
        "See-through screens",
        "Please touch: exhibition",
        "Various chairs",
        "Vizovice: údržba zeleně",
        "Verpackung",
        "Test kits",
        "Contract for cleaning services",
        "Voirie",
        "Seewetterdienst",
        "",
    ],
)
def test_titles_that_say_something(title: str) -> None:
    assert not says_nothing(title)


def test_common_words_go_by_whole_words() -> None:
    """Their neighbours tell what is bought: projectors, contraceptives, delivery vans."""
    assert telling_stems("Supply of projectors") and telling_stems("Contraceptives")
    assert telling_stems("Lieferwagen") and telling_stems("Supply contract") == frozenset()


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("School 12, from 2024 to 2027", {"12"}),
        ("Catering 114/2023", set()),
        ("Beds 2024-26, floor 3", {"3"}),
        ("Gas from 01.02.2024", set()),
        ("Gas 007", {"7"}),
        ("Gas", set()),
    ],
)
def test_numbers_that_tell_titles_apart(title: str, numbers: set[str]) -> None:
    assert counting_numbers(title) == numbers
