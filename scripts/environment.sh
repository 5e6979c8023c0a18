# Sourced by scripts/demo and scripts/test: settings that make MPI behave in containers, as root and
# on small machines. Anything that is already set in the environment stays as it is.
export OMPI_ALLOW_RUN_AS_ROOT=${OMPI_ALLOW_RUN_AS_ROOT:-1}
export OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=${OMPI_ALLOW_RUN_AS_ROOT_CONFIRM:-1}
# More ranks than cores: allowed, and waiting ranks give their core away.
export OMPI_MCA_rmaps_base_oversubscribe=${OMPI_MCA_rmaps_base_oversubscribe:-1}
export OMPI_MCA_mpi_yield_when_idle=${OMPI_MCA_mpi_yield_when_idle:-1}
# Several tests at once: none of them may pin itself to the first core.
export OMPI_MCA_hwloc_base_binding_policy=${OMPI_MCA_hwloc_base_binding_policy:-none}
export OMPI_MCA_btl_vader_single_copy_mechanism=${OMPI_MCA_btl_vader_single_copy_mechanism:-none}

# configureAndBuild PRESET [TARGET]: in the current folder, which is the repository root.
configureAndBuild() {
  cmake --preset "$1" -Wno-dev --log-level=WARNING || {
    echo "The configuration failed; cmake's message is above. A stale build folder can be the reason:" >&2
    echo "  rm -rf build/$1   and run the same command again" >&2
    return 1
  }
  cmake --build --preset "$1" ${2:+--target "$2"} || {
    echo "The build failed; the compiler's message is above." >&2
    return 1
  }
}
