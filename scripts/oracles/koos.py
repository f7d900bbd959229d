"""Writes Tests/Golden/koos.json: scores of Koos grades as scikit-learn and imbalanced-learn give them.

Usage: koos.py > Tests/Golden/koos.json
The grades are drawn with a fixed seed. `versions` names what computed the values.

ma_mae: imblearn.metrics.macro_averaged_mean_absolute_error, by which the challenge of 2022 ranked. It
  raises ValueError where a grade is predicted that is never true; then the mean over the true grades
  of scikit-learn's mean_absolute_error, with `refused` true.
macro_f1: f1_score(average="macro", zero_division=0) over the grades that occur on either side.
kappa: cohen_kappa_score(weights="quadratic", labels=1...4); null where it is not a number.
confusion: confusion_matrix(labels=1...4), a row a true grade.
"""

import json
import math
import sys
import warnings

import imblearn
import numpy
import sklearn
from imblearn.metrics import macro_averaged_mean_absolute_error
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score, mean_absolute_error

GRADES = [1, 2, 3, 4]
random = numpy.random.default_rng(2022)


def macro_averaged_error(expected, predicted):
    """The error, and whether imbalanced-learn refuses to compute it."""
    try:
        return float(macro_averaged_mean_absolute_error(expected, predicted)), False
    except ValueError:
        pairs = list(zip(expected, predicted))
        errors = [
            mean_absolute_error([grade] * len(found), found)
            for grade in sorted(set(expected))
            for found in [[p for e, p in pairs if e == grade]]
        ]
        return float(numpy.mean(errors)), True


def case(name, expected, predicted):
    expected, predicted = ([int(n) for n in grades] for grades in (expected, predicted))
    ma_mae, refused = macro_averaged_error(expected, predicted)
    with warnings.catch_warnings():
        # scikit-learn warns where kappa divides by zero.
        warnings.simplefilter("ignore")
        kappa = float(cohen_kappa_score(expected, predicted, labels=GRADES, weights="quadratic"))
    return {
        "name": name,
        "expected": expected,
        "predicted": predicted,
        "ma_mae": ma_mae,
        "refused": refused,
        "macro_f1": float(f1_score(expected, predicted, average="macro", zero_division=0)),
        "kappa": None if math.isnan(kappa) else kappa,
        "confusion": confusion_matrix(expected, predicted, labels=GRADES).tolist(),
    }


def drawn(name, count, grades, errors):
    """Grades of a list, predicted with errors of -1, 0 or 1 in a share of the cases."""
    expected = random.choice(grades, count)
    wrong = random.random(count) < errors
    predicted = numpy.clip(expected + wrong * random.choice([-1, 1], count), 1, 4)
    return case(name, expected, predicted)


def main():
    cases = [
        case("one case, right", [3], [3]),
        case("one case, wrong", [1], [4]),
        case("one true grade, several predicted", [2, 2, 2, 2], [1, 2, 3, 4]),
        case("several true grades, one predicted", [1, 2, 3, 4], [2, 2, 2, 2]),
        case("one grade everywhere", [4, 4, 4], [4, 4, 4]),
        case("two grades, swapped", [1, 4], [4, 1]),
        case("a predicted grade that is never true", [1, 1, 3, 3], [1, 2, 3, 2]),
        case("no grade I", [2, 3, 4, 4, 3, 2], [2, 3, 3, 4, 4, 2]),
        drawn("60 cases, all grades", 60, GRADES, 0.3),
        drawn("271 cases, all grades", 271, GRADES, 0.5),
        drawn("80 cases without grade II", 80, [1, 3, 4], 0.4),
        # Grade I is rare, as in the challenge's data.
        drawn("182 cases, few of grade I", 182, [1] * 12 + [2] * 51 + [3] * 73 + [4] * 46, 0.35),
    ]
    versions = {"scikit-learn": sklearn.__version__, "imbalanced-learn": imblearn.__version__}
    json.dump({"versions": versions, "cases": cases}, sys.stdout, separators=(",", ":"))
    print()


main()
