/* The lists of datasets/generate as bytes of the program; the build tells the assembler the folder. */
        .section .rodata
        .macro embed symbol, file
        .global \symbol
        .global \symbol\()_end
        .balign 16
\symbol:
        .incbin "\file"
\symbol\()_end:
        .byte 0
        .endm

        embed doublon_generate_given_names, "given_names.csv"
        embed doublon_generate_nicknames, "nicknames.csv"
        embed doublon_generate_family_names, "family_names.csv"
        embed doublon_generate_family_name_tail, "family_name_tail.csv"
        embed doublon_generate_communes, "communes.csv"
        embed doublon_generate_streets, "streets.csv"

        .section .note.GNU-stack, "", %progbits
