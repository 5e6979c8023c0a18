#pragma once

namespace glasscope {

/// Installs handlers for SIGINT and SIGTERM that ask running work to stop at its next safe point.
/// A second signal ends the process at once. A file that outgrows a limit becomes a write error.
void installInterruptHandlers();

bool interruptRequested();
void requestInterrupt();  ///< what the handlers do; for tests
void clearInterrupt();    ///< for tests

/// Throws Error(interrupted) when a stop was asked for.
void throwIfInterrupted();

}  // namespace glasscope
