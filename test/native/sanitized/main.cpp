// Runs the engine, without Node, over what could make it read or write where it must not: the areas that it is given by name, or else all.
// With --list it names them. The last line says how many checks held.
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <utility>

#include "checks.hpp"

int main(int count, char** arguments) {
  using namespace fascicle::sanitized;
  // What takes longest stands first: where each area is a process of its own, the others are run beside it.
  const std::pair<const char*, void (*)(Checks&)> areas[] = {
      {"corpus", corpus},
      {"extraction", extraction},
      {"image types", imageTypes},
      {"preprocessing", preprocessing},
      {"bias field", biasField},
      {"steps", steps},
      {"feature maps", featureMaps},
      {"cancelling", cancelling},
      {"memory", memory},
  };
  if (count == 2 && std::strcmp(arguments[1], "--list") == 0) {
    for (const auto& [name, run] : areas) std::printf("%s\n", name);
    return 0;
  }
  const auto wanted = [&](const char* name) {
    for (int at = 1; at < count; ++at) {
      if (std::strcmp(arguments[at], name) == 0) return true;
    }
    return count == 1;
  };
  Checks checks;
  for (const auto& [name, run] : areas) {
    if (!wanted(name)) continue;
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
