#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "checks.hpp"
#include "fuzzInput.hpp"

namespace fascicle::sanitized {
namespace {

/**
 * What ThreadSanitizer is not given: long loops of one thread, of which each takes minutes there and finds no race that shorter inputs and the areas
 * "extraction", "image types" and "feature maps" would not. The other sanitizers run them.
 */
[[maybe_unused]] const std::set<std::string> longOfOneThread = {"far-distances", "far-distances-maps", "harmonics-uncancelled"};

bool isRun([[maybe_unused]] const std::string& name) {
#if defined(__SANITIZE_THREAD__)
  return !longOfOneThread.contains(name);
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
  return !longOfOneThread.contains(name);
#endif
#endif
  return true;
}

}  // namespace

void corpus(Checks& checks) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path("test") / "native" / "corpus")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& path : files) {
    if (!isRun(path.filename().string())) {
      std::printf("  %s is left to the other sanitizers\n", path.filename().string().c_str());
      continue;
    }
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    std::int32_t cancelFlag = 0;
    try {
      runFuzzInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), cancelFlag);
      checks.expect(true, "");
    } catch (const std::exception& error) {
      checks.expect(false, path.filename().string() + ": " + error.what());
    }
  }
  checks.expect(!files.empty(), "the corpus is empty");
}

}  // namespace fascicle::sanitized
