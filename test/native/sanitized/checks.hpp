// What the engine's areas are run under the sanitizers with: each area is one function, which a line in main.cpp calls.
#pragma once

#include <cstdint>
#include <string>

namespace fascicle::sanitized {

/** Counts what held and prints what did not. */
class Checks {
 public:
  void expect(bool holds, const std::string& what);
  int passed() const { return passed_; }
  int failed() const { return failed_; }

 private:
  int passed_ = 0, failed_ = 0;
};

/** The same numbers for the same seed, on every machine (SplitMix64; Steele, Lea and Flood 2014). */
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /** From 0 to below 1. */
  double share() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  /** A whole number from `least` to `most`, both included. */
  int between(int least, int most) { return least + static_cast<int>(next() % static_cast<std::uint64_t>(most - least + 1)); }

 private:
  std::uint64_t state_;
};

/** Features of random and degenerate regions, for one thread and several. */
void extraction(Checks& checks);
/** Every image type, of random and degenerate regions. */
void imageTypes(Checks& checks);
/** Normalising, resampling, cropping, resegmentation, masks on grids of their own. */
void preprocessing(Checks& checks);
/** The bias field of random images, with masks, lattices and shrinking of any kind. */
void biasField(Checks& checks);
/** Steps that prepare images, of random ones and their masks. */
void steps(Checks& checks);
/** Feature maps of random and degenerate regions. */
void featureMaps(Checks& checks);
/** Cancelling before and while it works, from another thread. */
void cancelling(Checks& checks);
/** The inputs that libFuzzer kept (test/native/corpus, beside which it is run), and those that once were faults. */
void corpus(Checks& checks);
/** How much memory the engine asks for beside its input. */
void memory(Checks& checks);

}  // namespace fascicle::sanitized
