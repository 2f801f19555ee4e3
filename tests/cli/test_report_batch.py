"""``report batch``: the newest report in force of each car on a list."""

from pathlib import Path

from tests.support.command_line import CommandLine


def test_a_batch_seals_what_is_in_force_and_names_the_rest(dealer: CommandLine, tmp_path: Path) -> None:
    listed = dealer("report", "list", "--json").json["items"]
    vins = sorted({item["vin"] for item in listed if item["status"] == "valid"})
    assert vins
    cars, out = tmp_path / "cars.txt", tmp_path / "sealed"
    cars.write_text("\n".join([*vins, "", "WVWZZZE1ZMP999999"]), encoding="utf-8")
    said = dealer("report", "batch", "--vins", str(cars), "--out", str(out), "--lang", "fr", "--json")
    assert said.code == 5, "one car had to be left out"
    assert said.json["without_report"] == ["WVWZZZE1ZMP999999"]
    assert len(said.json["files"]) == len(vins)
    assert {Path(one["path"]).name for one in said.json["files"]} == {one.name for one in out.iterdir()}
    assert dealer("verify", said.json["files"][0]["path"], "--json").json["verdict"] == "authentic"
    table = tmp_path / "cars.csv"
    table.write_text("Kunde;FIN;Ort\n" + "".join(f"Muster;{vin};Ulm\n" for vin in vins), encoding="cp1252")
    said = dealer("report", "batch", "--vins", str(table), "--out", str(out), "--json")
    assert said.code == 0, "a table as it comes from a spreadsheet"
    assert len(said.json["files"]) == len(vins)
    cars.write_text("\n", encoding="utf-8")
    assert dealer("report", "batch", "--vins", str(cars), "--out", str(out)).code == 3
    assert dealer("report", "batch", "--vins", str(tmp_path / "none.txt"), "--out", str(out)).code == 6
