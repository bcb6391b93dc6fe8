// The second largest eigenvalue behind the maximal correlation coefficient.
#pragma once

#include "matrices/Glcm.hpp"

namespace fascicle {

/**
 * The second largest eigenvalue of Q(i,j) = sum over k of p(i,k) p(j,k) / (px(i) py(k) + e).
 * Without e, Q is similar to B B' with B(i,k) = p(i,k) / sqrt(px(i) py(k)), whose largest eigenvalue is 1 with the eigenvector sqrt(px). Lanczos
 * iterations with full reorthogonalisation, kept orthogonal to that vector, find the next; e then enters by the Rayleigh quotient of Q with
 * the left and right eigenvectors. Answers 0 where fewer than two levels occur in the direction.
 */
double secondEigenvalue(const Glcm& glcm);

}  // namespace fascicle
