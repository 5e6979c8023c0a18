#include "multislice/Fft.h"

#include <mutex>

#include <fftw3.h>

#include "core/Error.h"
#include "multislice/Wave.h"

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

}  // namespace

struct Fft::Plans {
  fftwf_plan forward = nullptr, inverse = nullptr, inverseReal = nullptr;

  Plans(int nx, int ny, Planning planning) {
    // The arrays are made for the planner: it reads their alignment and, when it measures, uses
    // them.
    Wave wave(static_cast<std::size_t>(nx) * (ny + 2));
    RealImage image(static_cast<std::size_t>(nx) * ny);
    const std::lock_guard lock(planner());
    auto* data = raw(wave.data());
    const unsigned effort = planning == Planning::patient ? FFTW_PATIENT : FFTW_ESTIMATE;
    forward = fftwf_plan_dft_2d(nx, ny, data, data, FFTW_FORWARD, effort);
    inverse = fftwf_plan_dft_2d(nx, ny, data, data, FFTW_BACKWARD, effort);
    inverseReal = fftwf_plan_dft_c2r_2d(nx, ny, data, image.data(), FFTW_ESTIMATE);
  }
  ~Plans() {
    const std::lock_guard lock(planner());
    for (fftwf_plan plan : {forward, inverse, inverseReal}) {
      if (plan) fftwf_destroy_plan(plan);
    }
  }
  Plans(const Plans&) = delete;
  Plans& operator=(const Plans&) = delete;
};

Fft::Fft(int nx, int ny, Planning planning)
    : nx_(nx), ny_(ny), plans_(std::make_unique<Plans>(nx, ny, planning)) {
  GLASSCOPE_ENSURE(plans_->forward && plans_->inverse && plans_->inverseReal, "FFTW made no plan");
}
Fft::~Fft() = default;
Fft::Fft(Fft&&) noexcept = default;
Fft& Fft::operator=(Fft&&) noexcept = default;

void Fft::forward(std::complex<float>* data) const {
  fftwf_execute_dft(plans_->forward, raw(data), raw(data));
}

void Fft::inverse(std::complex<float>* data) const {
  fftwf_execute_dft(plans_->inverse, raw(data), raw(data));
}

void Fft::inverseReal(std::complex<float>* spectrum, float* image) const {
  fftwf_execute_dft_c2r(plans_->inverseReal, raw(spectrum), image);
}

struct PrunedRealFft::Plans {
  fftwf_plan rows = nullptr, columns = nullptr;

  Plans(int nx, int ny, int kept) {
    const int stride = ny / 2 + 1;
    Wave wave(static_cast<std::size_t>(nx) * stride);
    auto* data = raw(wave.data());
    auto* reals = reinterpret_cast<float*>(data);
    const std::lock_guard lock(planner());
    rows = fftwf_plan_many_dft_r2c(1, &ny, nx, reals, nullptr, 1, 2 * stride, data, nullptr, 1,
                                   stride, FFTW_ESTIMATE);
    columns = fftwf_plan_many_dft(1, &nx, kept, data, nullptr, stride, 1, data, nullptr, stride, 1,
                                  FFTW_FORWARD, FFTW_ESTIMATE);
  }
  ~Plans() {
    const std::lock_guard lock(planner());
    for (fftwf_plan plan : {rows, columns}) {
      if (plan) fftwf_destroy_plan(plan);
    }
  }
  Plans(const Plans&) = delete;
  Plans& operator=(const Plans&) = delete;
};

PrunedRealFft::PrunedRealFft(int nx, int ny, int kept)
    : nx_(nx), ny_(ny), plans_(std::make_unique<Plans>(nx, ny, kept)) {
  GLASSCOPE_ENSURE(plans_->rows && plans_->columns, "FFTW made no plan");
}
PrunedRealFft::~PrunedRealFft() = default;
PrunedRealFft::PrunedRealFft(PrunedRealFft&&) noexcept = default;
PrunedRealFft& PrunedRealFft::operator=(PrunedRealFft&&) noexcept = default;

void PrunedRealFft::forward(std::complex<float>* data) const {
  fftwf_execute_dft_r2c(plans_->rows, reinterpret_cast<float*>(data), raw(data));
  fftwf_execute_dft(plans_->columns, raw(data), raw(data));
}

}  // namespace glasscope::multislice
