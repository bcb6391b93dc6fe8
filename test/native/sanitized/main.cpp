// Runs the engine, without Node, over what could make it read or write where it must not. The last line says how many checks held.
#include <cstdio>
#include <exception>
#include <utility>

#include "checks.hpp"

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

int main() {
  using namespace fascicle::sanitized;
  const std::pair<const char*, void (*)(Checks&)> areas[] = {
      {"extraction", extraction},
      {"image types", imageTypes},
      {"preprocessing", preprocessing},
      {"feature maps", featureMaps},
      {"cancelling", cancelling},
      {"memory", memory},
  };
  Checks checks;
  for (const auto& [name, run] : areas) {
    std::printf("%s ...\n", name);
    std::fflush(stdout);
    try {
      run(checks);
    } catch (const std::exception& error) {
      checks.expect(false, std::string(name) + " ended with: " + error.what());
    }
  }
  std::printf("%d passed, %d failed\n", checks.passed(), checks.failed());
  return checks.failed() == 0 ? 0 : 1;
}
