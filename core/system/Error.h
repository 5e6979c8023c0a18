#pragma once

#include <stdexcept>
#include <string>

namespace glasscope {

/// What kind of fault an Error reports; the value is the exit status of the program.
enum class ErrorKind {
  usage = 2,         ///< the command line or the case file asks for something that cannot be
  input = 3,         ///< a file is damaged, incomplete or not what it claims to be
  environment = 4,   ///< a library, a potential, a folder or disk space is missing
  capacity = 5,      ///< the job needs more memory, disk or sampling than there is
  internal = 70,     ///< a contract of the code itself is broken: a defect of Glasscope
  interrupted = 130  ///< stopped by a signal; run again to continue
};

/// An error with the grammar of every message of this program: what happened, why, what to do.
///
/// `what()` joins the three parts; each part is a phrase without a final full stop.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, std::string problem, std::string why, std::string remedy);

  ErrorKind kind() const { return kind_; }
  int exitStatus() const { return static_cast<int>(kind_); }
  const std::string& problem() const { return problem_; }
  const std::string& why() const { return why_; }
  const std::string& remedy() const { return remedy_; }

 private:
  ErrorKind kind_;
  std::string problem_, why_, remedy_;
};

/// Always-on contract check: throws an internal Error naming the place when `condition` is false.
#define GLASSCOPE_ENSURE(condition, explanation)                                              \
  do {                                                                                        \
    if (!(condition)) ::glasscope::failContract(#condition, explanation, __FILE__, __LINE__); \
  } while (false)

[[noreturn]] void failContract(const char* condition, const std::string& explanation,
                               const char* file, int line);

}  // namespace glasscope
