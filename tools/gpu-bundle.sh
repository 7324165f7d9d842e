#!/bin/sh
# On a GPU host without Node or network. Needs tar, xz or python3, and NVIDIA's (or another) Vulkan driver.
#   sh gpu-bundle.sh unpack <folder>...   in the repository's copy: unpacks parts of the bundle, and takes data/ along
#   sh gpu-bundle.sh queue --minutes 9 [--out <folder>]
# Unpacked parts, checkpoints and journals lie in $CONCORD_GPU, default ~/concord-gpu.
set -e
root=${CONCORD_GPU:-$HOME/concord-gpu}
here=$(cd "$(dirname "$0")" && pwd)
decompress() {
  if command -v xz >/dev/null; then xz -dc "$1"; else
    python3 -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), sys.stdout.buffer)' "$1"
  fi
}
unpack() {
  mkdir -p "$root"
  for part in "$@"; do
    for file in "$part"/*.tar.xz; do decompress "$file" | tar x -C "$root"; done
  done
  cp "$here/gpu-bundle.sh" "$root/"
  if [ ! -d "$root/data" ]; then cp -r data "$root/"; fi
}
case $1 in
unpack)
  shift
  unpack "$@"
  ;;
queue)
  shift
  # the loader of the bundle serves where the host has none; a driver that is not listed is looked for where NVIDIA puts it
  export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$root/lib"
  if [ -z "$VK_DRIVER_FILES" ] && ! ls /etc/vulkan/icd.d/*.json /usr/share/vulkan/icd.d/nvidia*.json >/dev/null 2>&1; then
    for icd in /usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json /usr/local/share/vulkan/icd.d/nvidia_icd.json; do
      if [ -f "$icd" ]; then export VK_DRIVER_FILES="$icd"; fi
    done
  fi
  # the library that NVIDIA's file names gave no driver on a host without a display; another one of theirs has it too
  egl=$(ldconfig -p | awk '/libEGL_nvidia.so.0/ {print $NF; exit}')
  if [ -n "$VK_DRIVER_FILES" ] && [ -n "$egl" ]; then
    sed "s#\"libGLX_nvidia.so.0\"#\"$egl\"#" "$VK_DRIVER_FILES" >"$root/icd.json"
    export VK_DRIVER_FILES="$root/icd.json"
  fi
  export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-$root}" CONCORD_CACHE="$root/cache"
  CONCORD_COMMIT=$(cat "$root/commit")
  export CONCORD_COMMIT
  work=$(pwd)
  cd "$root"
  case " $* " in *" --out "*) ;; *) set -- "$@" ${OUT:+--out "$OUT"} ;; esac
  echo "in $root, asked from $work"
  exec ./node studies/gpuQueue.mjs "$@"
  ;;
*)
  echo "unpack <folder>... or queue --minutes <n>" >&2
  exit 2
  ;;
esac
