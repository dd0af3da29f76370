"""Sentences of trial reports, the values that a claim takes from each as a person types them, and one that does not stand there.

Most are sentences of the JATS articles of ../shared/data/pages, some in the notations of other journals and languages. A row:
(the quoted words, the values under `from:`, the name of the one that is changed, what it is changed to, the language of the entry).
"""

from __future__ import annotations

Row = tuple[str, dict[str, str], str, str, str]

ROWS: tuple[Row, ...] = (
    ("attendance for the high and low attendance groups were 57.0 ± 22.3% and 8.3 ± 9.4%, respectively", {"a": "57.0", "b": "8.3"}, "b", "9.3", ""),
    ("with promising results (correlations of 0.68–0.88)", {"low": "0.68", "high": "0.88"}, "high", "0.86", ""),
    ("swine (n=18; 8–10months old, and weighing 30–40 kg)", {"total": "18", "low": "30", "high": "40"}, "total", "81", ""),
    ("swine (n = 18; 8–10 months old)", {"total": "18", "low": "8", "high": "10"}, "high", "11", ""),
    ("(121±4 mmHg and 135±7 mmHg respectively (P<0.01)", {"treated": "121", "control": "135"}, "control", "153", ""),
    ("room temperature (22.0 ± 2.0 ˚C) with humidity of 5 ± 10% and a 12/12 hr photoperiod", {"mean": "22.0", "sd": "2"}, "mean", "20.0", ""),
    ("Twenty overweight and obese but otherwise healthy adults, aged 18–50 years completed the study", {"total": "20", "low": "18", "high": "50"}, "total", "21", ""),
    ("20–60% and 10–40% of the UK and US populations, respectively, have vitamin D levels < 50 nmol/L", {"high": "60", "limit": "50"}, "high", "16", ""),
    ("serum 25(OH)D concentration was 32.7 ± 11.4 nmol/L (range = 9–50 nmol/L), with 43% of participants (n = 23)", {"mean": "32.7", "count": "23"}, "count", "32", ""),
    ("increased in the vitamin D group compared to placebo (59.9 ± 20.2 versus 6.9 ± 18.4 nmol/L, p < 0.001)", {"treated": "59.9", "control": "6.9"}, "control", "9.6", ""),
    ("supplemented low doses (700–2000 IU daily)", {"low": "700", "high": "2000"}, "high", "200", ""),
    ("an average of 3.1 (range 0–10) standard genetic tests", {"mean": "3.1", "low": "0"}, "mean", "31", ""),
    ("diagnosis was 64 days (range 16–450 days)", {"median": "64", "high": "450"}, "median", "46", ""),
    ("Including five crossovers, 12 (32%) of 37 infants received rWGS diagnoses", {"count": "12", "total": "37", "crossovers": "5"}, "total", "33", ""),
    ("de novo variant occurrence (12 of 21 (57%) diagnoses)", {"count": "12", "total": "21"}, "total", "27", ""),
    ("Ten (15%) infants (48% of those receiving diagnoses) had a change in management", {"count": "10", "share": "15"}, "share", "51", ""),
    ("(31%, 10 of 32) than standard tests alone (3%, 1 of 33; difference, 28% [95% CI, 10–46%]; p = 0.003)", {"count": "10", "total": "32", "low": "10", "high": "46"}, "high", "48", ""),
    ("account for ~10–15% of all breast cancers", {"low": "10", "high": "15"}, "high", "50", ""),
    ("grade 3–4 thrombocytopenia (34.4% vs. 1.7%, P < 0.001) and anemia (52.5% vs. 10%, P < 0.001)", {"treated": "34.4", "control": "1.7"}, "control", "7.1", ""),
    ("Lobaplatin was delayed for platelet counts <50,000/l", {"limit": "50000"}, "limit", "5000", ""),
    ("112.3 ± 19.4 g/d in WM-intervention and 112.5 ±19.7 g/d in BM-intervention", {"treated": "112.3", "sd": "19.7"}, "sd", "17.9", ""),
    ("consumed by young 18–29 year old men with about 900 mL of SSB", {"low": "18", "volume": "900"}, "volume", "90", ""),
    ("based on 17,046 healthy breastfed infants from 31 units, born at term (≥37 completed weeks gestation)", {"total": "17046", "units": "31", "weeks": "37"}, "total", "17406", ""),
    ("72.7% among children allocated to the intervention; the resulting odds ratio was 1.21 (95% CI: 0.96, 1.52)", {"ratio": "1.21", "low": "0.96", "high": "1.52"}, "low", "0.69", ""),
    ("45/102 (44%) of the patients", {"count": "45", "total": "102"}, "count", "54", ""),
    ("45 / 102 patients (44 %)", {"count": "45", "total": "102"}, "total", "120", ""),
    ("forty-five of 102 patients", {"count": "45", "total": "102"}, "count", "46", ""),
    ("one hundred and two patients were randomised", {"total": "102"}, "total", "120", ""),
    ("12 345 patients at 16 centres", {"total": "12345", "centres": "16"}, "total", "12435", ""),
    ("pain fell by 52.0 points (95% confidence interval −58.3 to −45.7)", {"change": "52.0", "low": "-58.3", "high": "-45.7"}, "low", "-53.8", ""),
    ("mean difference, 0·82 (95% CI 0·67–0·99)", {"difference": "0.82", "low": "0.67", "high": "0.99"}, "difference", "0.28", ""),
    ("Der VAS-Wert sank von 82,3 auf 26,7 Punkte (p < 0,001)", {"baseline": "82.3", "followup": "26.7"}, "followup", "27.6", "german"),
    ("bei 1.751 von 17.046 Patienten (10,3 %)", {"count": "1751", "total": "17046", "share": "10.3"}, "count", "1.751", "de-DE"),
    ("Zwölf von 37 Kindern (32 %)", {"count": "12", "total": "37"}, "count", "11", "ngerman"),
    ("chez 1 751 des 17 046 patients (10,3 %)", {"count": "1751", "total": "17046", "share": "10.3"}, "share", "103", "french"),
    ("le score est passé de 82,3 à 26,7 (IC à 95 % : 21,4–32,0)", {"baseline": "82.3", "low": "21.4", "high": "32.0"}, "high", "3.20", "fr"),
    ("douze patients sur 37", {"count": "12", "total": "37"}, "count", "2", "fr"),
)
