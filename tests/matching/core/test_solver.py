from hypothesis import given, settings

from greenroom.matching.core import certify, solve, verify_certificate
from tests.matching.core.problems import Small, small_problems


def value_of(small: Small) -> tuple[int, int, int]:
    problem = small.problem()
    solution = solve(problem)
    certificate = certify(problem, solution)
    found = certificate.findings
    assert found.broken == ()
    assert certificate.is_best
    assert verify_certificate(certificate.to_json()).reasons == ()
    low = [*problem.blocks.promised[0].tolist()], [*problem.blocks.promised[1].tolist()]
    load = {person.key: 0 for person in (*problem.mentees, *problem.mentors)}
    for pairing in solution.pairings:
        load[pairing.mentee] += 1
        load[pairing.mentor] += 1
    kept = sum(min(load[p.key], low[0][i]) for i, p in enumerate(problem.mentees))
    kept += sum(min(load[p.key], low[1][j]) for j, p in enumerate(problem.mentors))
    return len(solution.pairings), kept, round(solution.total)


@settings(deadline=None, max_examples=400)
@given(small_problems())
def test_solve_small_problem_equals_trying_everything(small: Small) -> None:
    assert value_of(small) == small.best()
