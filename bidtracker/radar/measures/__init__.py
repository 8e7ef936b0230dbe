"""How good a ranking and its chances are, with intervals: AUC, top tenth, Brier, the calibration line."""
