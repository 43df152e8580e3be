"""L-BFGS in single precision: the same steps as everyone's, with a tenth of the memory traffic of a general one."""

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np

from classifiers.components.linear import Floats

MEMORY: Final = 6
SUFFICIENT: Final = 1e-4
TRIES: Final = 8
Function = Callable[[Floats], tuple[float, Floats]]


def minimise(
    function: Function, start: Floats, passes: int, tick: Callable[[], None] = lambda: None
) -> Floats:
    """Return where `function` (value and gradient) is smallest, after at most this many passes from `start`.

    Deterministic; `tick` is called after every pass.
    """
    x = start
    value, gradient = function(x)
    steps: deque[tuple[Floats, Floats, float]] = deque(maxlen=MEMORY)
    for _ in range(passes):
        direction = -_scaled(gradient, steps)
        slope = float(gradient @ direction)
        if slope >= 0:
            steps.clear()
            direction, slope = -gradient, -float(gradient @ gradient)
        found = _search(function, x, value, direction, slope)
        if found is None:
            break
        x_next, value, next_gradient = found
        moved, bent = x_next - x, next_gradient - gradient
        curvature = float(bent @ moved)
        if curvature > 1e-8:
            steps.append((moved, bent, 1 / curvature))
        x, gradient = x_next, next_gradient
        tick()
    return x


def _scaled(gradient: Floats, steps: deque[tuple[Floats, Floats, float]]) -> Floats:
    """Multiply a gradient by the inverse curvature seen so far (the two-loop recursion)."""
    q = gradient.copy()
    pulls = []
    for moved, bent, inverse in reversed(steps):
        pull = inverse * float(moved @ q)
        pulls.append(pull)
        q -= np.float32(pull) * bent
    if steps:
        _, bent, inverse = steps[-1]
        q *= np.float32(1 / (inverse * float(bent @ bent)))
    else:
        q *= np.float32(1 / max(float(np.linalg.norm(gradient)), 1e-9))
    for (moved, bent, inverse), pull in zip(steps, reversed(pulls), strict=True):
        q += np.float32(pull - inverse * float(bent @ q)) * moved
    return q


def _search(
    function: Function, x: Floats, value: float, direction: Floats, slope: float
) -> tuple[Floats, float, Floats] | None:
    """Shorten the step until the value falls enough; None when no step helps."""
    step = 1.0
    for tried in range(TRIES):
        candidate = x + np.float32(step) * direction
        new_value, new_gradient = function(candidate)
        if new_value <= value + SUFFICIENT * step * slope:
            return candidate, new_value, new_gradient
        step *= 0.5 if tried < 2 else 0.25
    return None
