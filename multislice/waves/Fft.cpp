#include "multislice/waves/Fft.h"

#include <algorithm>
#include <mutex>

#include <fftw3.h>

#include "core/system/Error.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {

namespace {

// FFTW's planner is not thread-safe; its execute functions are.
std::mutex& planner() {
  static std::mutex mutex;
  return mutex;
}

fftwf_complex* raw(std::complex<float>* data) {
  return reinterpret_cast<fftwf_complex*>(data);
}

/// One plan, made and destroyed under the lock. `make` gets complex and real arrays that show their
/// alignment (and that a patient planner writes to).
class Plan {
 public:
  template <class Make>
  Plan(std::size_t values, const Make& make) {
    Wave wave(values);
    RealImage image(values);
    const std::lock_guard lock(planner());
    plan_ = make(raw(wave.data()), image.data());
    GLASSCOPE_ENSURE(plan_ != nullptr, "FFTW made no plan");
  }
  ~Plan() {
    const std::lock_guard lock(planner());
    fftwf_destroy_plan(plan_);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  fftwf_plan get() const { return plan_; }

 private:
  fftwf_plan plan_ = nullptr;
};

/// Lines of n values, one behind the other, in place.
class Lines {
 public:
  Lines(int n, int count, int sign)
      : plan_(static_cast<std::size_t>(n) * count, [=](fftwf_complex* data, float*) {
          return fftwf_plan_many_dft(1, &n, count, data, nullptr, 1, n, data, nullptr, 1, n, sign,
                                     FFTW_ESTIMATE);
        }) {}

  void transform(std::complex<float>* data) const {
    fftwf_execute_dft(plan_.get(), raw(data), raw(data));
  }

 private:
  Plan plan_;
};

/// Columns of an array of n rows, a few at a time in a place of their own: estimated plans of
/// strided columns, and of two dimensions, take several times as long (docs/decisions/0007).
class Columns {
 public:
  Columns(int n, int sign) : n_(n), lines_(n, kTogether, sign) {}

  /// The first `count` columns of rows that are `stride` values apart.
  void transform(std::complex<float>* data, std::ptrdiff_t stride, int count) const {
    Wave block(static_cast<std::size_t>(n_) * kTogether, 0.0f);
    for (int first = 0; first < count; first += kTogether) {
      const int here = std::min(kTogether, count - first);
      for (int i = 0; i < n_; ++i) {
        for (int c = 0; c < here; ++c)
          block[std::ptrdiff_t{c} * n_ + i] = data[i * stride + first + c];
      }
      lines_.transform(block.data());
      for (int i = 0; i < n_; ++i) {
        for (int c = 0; c < here; ++c)
          data[i * stride + first + c] = block[std::ptrdiff_t{c} * n_ + i];
      }
    }
  }

 private:
  static constexpr int kTogether = 16;  ///< two cache lines of a row

  int n_;
  Lines lines_;
};

}  // namespace

struct Fft::Plans {
  Plans(int nx, int ny)
      : rowsForward(ny, nx, FFTW_FORWARD),
        rowsInverse(ny, nx, FFTW_BACKWARD),
        columnsForward(nx, FFTW_FORWARD),
        columnsInverse(nx, FFTW_BACKWARD),
        rowsReal(static_cast<std::size_t>(nx) * (ny + 2), [=](fftwf_complex* data, float* image) {
          return fftwf_plan_many_dft_c2r(1, &ny, nx, data, nullptr, 1, ny / 2 + 1, image, nullptr,
                                         1, ny, FFTW_ESTIMATE);
        }) {}

  Lines rowsForward, rowsInverse;
  Columns columnsForward, columnsInverse;
  Plan rowsReal;
};

Fft::Fft(int nx, int ny) : nx_(nx), ny_(ny), plans_(std::make_unique<Plans>(nx, ny)) {}
Fft::~Fft() = default;
Fft::Fft(Fft&&) noexcept = default;
Fft& Fft::operator=(Fft&&) noexcept = default;

void Fft::forward(std::complex<float>* data) const {
  plans_->rowsForward.transform(data);
  plans_->columnsForward.transform(data, ny_, ny_);
}

void Fft::inverse(std::complex<float>* data) const {
  plans_->columnsInverse.transform(data, ny_, ny_);
  plans_->rowsInverse.transform(data);
}

void Fft::inverseReal(std::complex<float>* spectrum, float* image) const {
  plans_->columnsInverse.transform(spectrum, ny_ / 2 + 1, ny_ / 2 + 1);
  fftwf_execute_dft_c2r(plans_->rowsReal.get(), raw(spectrum), image);
}

struct PrunedRealFft::Plans {
  Plans(int nx, int ny)
      : rows(static_cast<std::size_t>(nx) * (ny / 2 + 1),
             [=](fftwf_complex* data, float*) {
               return fftwf_plan_many_dft_r2c(1, &ny, nx, reinterpret_cast<float*>(data), nullptr,
                                              1, ny / 2 * 2 + 2, data, nullptr, 1, ny / 2 + 1,
                                              FFTW_ESTIMATE);
             }),
        columns(nx, FFTW_FORWARD) {}

  Plan rows;
  Columns columns;
};

PrunedRealFft::PrunedRealFft(int nx, int ny, int kept)
    : nx_(nx), ny_(ny), kept_(kept), plans_(std::make_unique<Plans>(nx, ny)) {}
PrunedRealFft::~PrunedRealFft() = default;
PrunedRealFft::PrunedRealFft(PrunedRealFft&&) noexcept = default;
PrunedRealFft& PrunedRealFft::operator=(PrunedRealFft&&) noexcept = default;

void PrunedRealFft::forward(std::complex<float>* data) const {
  fftwf_execute_dft_r2c(plans_->rows.get(), reinterpret_cast<float*>(data), raw(data));
  plans_->columns.transform(data, stride(), kept_);
}

namespace {

auto patiently(int nx, int ny, int sign) {
  return [=](fftwf_complex* data, float*) {
    return fftwf_plan_dft_2d(nx, ny, data, data, sign, FFTW_PATIENT);
  };
}

}  // namespace

struct PatientFft::Plans {
  Plans(int nx, int ny)
      : forward(static_cast<std::size_t>(nx) * ny, patiently(nx, ny, FFTW_FORWARD)),
        inverse(static_cast<std::size_t>(nx) * ny, patiently(nx, ny, FFTW_BACKWARD)) {}

  Plan forward, inverse;
};

PatientFft::PatientFft(int nx, int ny) : plans_(std::make_unique<Plans>(nx, ny)) {}
PatientFft::~PatientFft() = default;

void PatientFft::forward(std::complex<float>* data) const {
  fftwf_execute_dft(plans_->forward.get(), raw(data), raw(data));
}

void PatientFft::inverse(std::complex<float>* data) const {
  fftwf_execute_dft(plans_->inverse.get(), raw(data), raw(data));
}

}  // namespace glasscope::multislice
