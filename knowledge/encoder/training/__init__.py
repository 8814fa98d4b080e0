"""How the embedded encoder is made: `tryggsvar train-encoder --data DIR` calls `train.train`. Never imported to answer."""
