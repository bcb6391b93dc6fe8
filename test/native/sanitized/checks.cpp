#include "checks.hpp"

#include <cstdio>

namespace fascicle::sanitized {

void Checks::expect(bool holds, const std::string& what) {
  if (holds) {
    ++passed_;
    return;
  }
  ++failed_;
  std::printf("FAILED: %s\n", what.c_str());
}

std::uint64_t Random::next() {
  std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

}  // namespace fascicle::sanitized
