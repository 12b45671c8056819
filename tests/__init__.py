"""One thread for the parser, as the workers have it: several only wait for each other, for eight times the processor's time."""

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
