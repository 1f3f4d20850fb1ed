"""An answer held to its certificate, and the certificate to itself."""

import json

from greenroom.matching.core import Certificate, Problem, Solution, certify, verify_certificate


def proven(problem: Problem, solution: Solution) -> Certificate:
    """Return the certificate, which holds, verifies by itself, and belongs to an answer that survives JSON."""
    certificate = certify(problem, solution)
    assert certificate.findings.broken == ()
    assert certificate.holds
    assert verify_certificate(certificate.to_json()).reasons == ()
    assert Solution.from_dict(json.loads(json.dumps(solution.to_dict()))) == solution
    return certificate
