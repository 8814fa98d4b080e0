"""How the language model is made: `tryggsvar train-language --data DIR` calls `train.train`. Never imported to answer."""
