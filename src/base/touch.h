#pragma once

namespace doublon {

// Asks for the memory at `place`, which must be readable, ahead of use, by a load whose value
// nobody waits for. Where an array spreads over more pages than the processor keeps track of,
// prefetch instructions are dropped (seen under virtualisation, bench/README.md); a load is not,
// and prefetches of its neighbours on the page work from then on.
inline void Touch(const void* place) noexcept { (void)*static_cast<const volatile char*>(place); }

}  // namespace doublon
