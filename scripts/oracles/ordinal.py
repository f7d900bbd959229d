"""Writes Tests/Golden/ordinal.json: proportional-odds fits as statsmodels' OrderedModel gives them.

Usage: ordinal.py > Tests/Golden/ordinal.json
Cases are drawn with a fixed seed from the model itself, so classes overlap and the maximum exists.

coefficients, thresholds: OrderedModel(distr="logit") fitted by Newton's method to a gradient below
  1e-10; statsmodels stores thresholds as the first one and logarithms of the steps between them.
probabilities: its predicted probabilities of the first three rows.
"""

import json
import sys

import numpy
import statsmodels
from statsmodels.miscmodels.ordinal_model import OrderedModel


def case(name, seed, count, coefficients, thresholds):
    random = numpy.random.default_rng(seed)
    rows = random.normal(size=(count, len(coefficients))).round(4)
    noise = random.logistic(size=count)
    classes = numpy.searchsorted(thresholds, rows @ numpy.array(coefficients) + noise)
    model = OrderedModel(classes, rows, distr="logit")
    start = model.fit(method="bfgs", disp=False, maxiter=500, gtol=1e-10).params
    params = model.fit(method="newton", disp=False, maxiter=100, start_params=start).params
    if numpy.abs(model.score(params)).max() > 1e-6:
        raise SystemExit(f"{name}: not converged, gradient {model.score(params)}")
    width = len(coefficients)
    return {
        "name": name,
        "rows": rows.tolist(),
        "classes": classes.tolist(),
        "coefficients": params[:width].tolist(),
        "thresholds": model.transform_threshold_params(params)[1:-1].tolist(),
        "probabilities": numpy.asarray(model.predict(params, rows[:3])).tolist(),
    }


def main():
    cases = [
        case("two classes: plain logistic regression", 1, 60, [1.0], [0.2]),
        case("four classes, one predictor", 2, 80, [1.5], [-2, 0, 1.5]),
        case("four classes, three predictors", 3, 120, [2.0, -1.0, 0.3], [-3, 0, 2]),
        case("five classes, no effect", 4, 100, [0.0, 0.0], [-1.5, -0.5, 0.5, 1.5]),
    ]
    versions = {"statsmodels": statsmodels.__version__, "numpy": numpy.__version__}
    json.dump({"versions": versions, "cases": cases}, sys.stdout, separators=(",", ":"))
    print()


main()
