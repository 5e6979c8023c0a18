#include "core/hdf5/Hdf5OpenFailure.h"

#include <cerrno>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

namespace glasscope::hdf5 {

namespace {

// The number of the system's error, 0 where the stack names none.
int systemError(std::string_view stack) {
  constexpr std::string_view kErrno = "errno = ";
  int number = 0;
  if (const auto at = stack.find(kErrno); at != std::string_view::npos) {
    const std::string_view digits = stack.substr(at + kErrno.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
  }
  return number;
}

}  // namespace

OpenFailure explainOpenFailure(const std::string& stack, const std::string& reason,
                               const std::string& remedy) {
  switch (systemError(stack)) {
    case EAGAIN:
      return {fmt::format("another program has it open ({})", reason),
              "wait until that program has closed it; of a run that was killed, end what is left "
              "of it"};
    case ENOSYS:
    case ENOLCK:
    case EOPNOTSUPP:
      return {fmt::format("its file system locks no files ({})", reason),
              "copy it to a local disk, or set HDF5_USE_FILE_LOCKING=FALSE where no other program "
              "writes it"};
    case EMFILE:
    case ENFILE:
      return {fmt::format("too many files are open at a time ({})", reason),
              "allow more (ulimit -n), or end other programs"};
    case EROFS:
      return {fmt::format("it lies where nothing can be written ({})", reason),
              "choose another folder with --output"};
    case EACCES:
    case EPERM:
      return {fmt::format("this user may not open it ({})", reason),
              "ask its owner for the permission, or copy it"};
    default:
      break;
  }
  if (stack.find("already open for write") != std::string::npos)
    return {"a program has it open for writing, or died while it wrote",
            "wait until that program has closed it; if none runs: h5clear -s FILE"};
  return {reason, remedy};
}

}  // namespace glasscope::hdf5
