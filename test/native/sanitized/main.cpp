// Runs the engine, without Node, over what could make it read or write where it must not. The last line says how many checks held.
#include <cstdio>
#include <exception>
#include <utility>

#include "checks.hpp"

int main() {
  using namespace fascicle::sanitized;
  const std::pair<const char*, void (*)(Checks&)> areas[] = {
      {"extraction", extraction},
      {"image types", imageTypes},
      {"preprocessing", preprocessing},
      {"feature maps", featureMaps},
      {"cancelling", cancelling},
      {"corpus", corpus},
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
